(* Claims with a parameter t in their coefficients, for every real t > 0 or every 0 < t < 1, and their certificates:
   multipliers are linear in t, like the rows, so what adds up is quadratic. *)

From Coq Require Import Reals Qreals QArith Lra List String Bool.
From Shannon Require Import Entropy Certificate.
Import ListNotations.
Open Scope R_scope.

(* (f, g, r) says that f + t g is in the relation r to 0. *)
Definition line_in_t := (form * form * relation)%type.
Definition holds_at (t : R) (J : joint) (l : line_in_t) : Prop :=
  is (snd l) (value J (fst (fst l)) + t * value J (snd (fst l))).

Inductive range := Positive | Below_1.
Definition inside (r : range) (t : R) : Prop := match r with Positive => 0 < t | Below_1 => 0 < t < 1 end.

Definition valid_in (r : range) (given goal : list line_in_t) : Prop :=
  forall t, inside r t -> forall J, Forall (holds_at t J) given -> Forall (holds_at t J) goal.

(* Certificates: multipliers m + t n. *)

Definition certificate_in_t := list (Q * Q * source).

Definition row_in_t (given : list line_in_t) (s : source) : line_in_t :=
  match s with Given n => nth n given ([], [], Eq) | _ => (fst (row [] s), [], snd (row [] s)) end.

(* The multiplier where the range ends, or its slope where it has no end. *)
Definition end_of (r : range) (m n : Q) : Q := match r with Positive => n | Below_1 => (m + n)%Q end.

Definition fits_in (r : range) (m n : Q) (sign : relation) : bool :=
  match sign with Eq => true | _ => Qle_bool 0 m && Qle_bool 0 (end_of r m n) end.

Definition strict_in (r : range) (given : list line_in_t) (mns : Q * Q * source) : bool :=
  let '(m, n, s) := mns in
  match snd (row_in_t given s) with
  | Gt => negb (Qle_bool m 0) || negb (Qle_bool (end_of r m n) 0)
  | _ => false end.

(* What stands before 1, t and t^2. *)
Fixpoint totals (given : list line_in_t) (c : certificate_in_t) : form * form * form :=
  match c with
  | [] => ([], [], [])
  | (m, n, s) :: c =>
    let '(f, g, _) := row_in_t given s in let '(u, v, w) := totals given c in
    (add_times m f u, add_times m g (add_times n f v), add_times n g w)
  end.

Definition sums_to_in (r : range) (given : list line_in_t) (l : line_in_t) (c : certificate_in_t) : bool :=
  let '(f, g, sign) := l in let '(u, v, w) := totals given c in
  forallb (fun '(m, n, s) => fits_in r m n (snd (row_in_t given s))) c
  && match sign with Ge => true | Gt => existsb (strict_in r given) c | Eq => false end
  && vanishes (add_times (-1 # 1) f u) && vanishes (add_times (-1 # 1) g v) && vanishes w.

Definition minus (f : form) : form := add_times (-1 # 1) f [].

Definition directed_in_t (goal : list line_in_t) : list line_in_t :=
  flat_map (fun l => match l with (f, g, Eq) => [(f, g, Ge); (minus f, minus g, Ge)] | _ => [l] end) goal.

Fixpoint certified_in (r : range) (given goal : list line_in_t) (cs : list certificate_in_t) : bool :=
  match goal, cs with
  | [], [] => true
  | l :: goal, c :: cs => sums_to_in r given l c && certified_in r given goal cs
  | _, _ => false
  end.

Lemma value_minus J f : value J (minus f) = - value J f.
Proof.
  unfold minus. rewrite value_add_times. simpl. replace (Q2R (-1 # 1)) with (-1) by (unfold Q2R; simpl; lra). ring.
Qed.

Lemma directed_holds_at t J goal : Forall (holds_at t J) (directed_in_t goal) -> Forall (holds_at t J) goal.
Proof.
  unfold directed_in_t. rewrite !Forall_forall. intros E [[f g] r] I.
  assert (F : forall l, In l match r with Eq => [(f, g, Ge); (minus f, minus g, Ge)] | _ => [(f, g, r)] end ->
    holds_at t J l) by (intros l L; apply E, in_flat_map; exists (f, g, r); destruct r; auto).
  destruct r; try (apply F; now left).
  assert (F1 := F _ (or_introl eq_refl)). assert (F2 := F _ (or_intror (or_introl eq_refl))).
  unfold holds_at in *. simpl in *. rewrite !value_minus in F2. lra.
Qed.

Lemma row_holds_at t J given s : Forall (holds_at t J) given -> holds_at t J (row_in_t given s).
Proof.
  intros E. destruct s as [a b c|n|].
  - assert (R := row_holds J [] (Information a b c) (Forall_nil _)). unfold holds, holds_at in *. simpl in *. lra.
  - simpl. destruct (nth_in_or_default n given ([], [], Eq)) as [I| ->].
    + rewrite Forall_forall in E. now apply E.
    + unfold holds_at. simpl. ring.
  - assert (R := row_holds J [] Constant (Forall_nil _)). unfold holds, holds_at in *. simpl in *. lra.
Qed.

Lemma Qle_bool_R m : Qle_bool 0 m = true -> 0 <= Q2R m.
Proof. intros E. apply Qle_bool_iff, Qle_Rle in E. now rewrite Q2R_0 in E. Qed.

Lemma Qlt_bool_R m : negb (Qle_bool m 0) = true -> 0 < Q2R m.
Proof.
  intros E. apply negb_true_iff in E. rewrite <- Q2R_0. apply Qlt_Rlt, Qnot_le_lt. intros L.
  apply Qle_bool_iff in L. congruence.
Qed.

Lemma multiplier r t m n : inside r t -> 0 <= Q2R m -> 0 <= Q2R (end_of r m n) ->
  0 <= Q2R m + t * Q2R n /\ (0 < Q2R m \/ 0 < Q2R (end_of r m n) -> 0 < Q2R m + t * Q2R n).
Proof.
  destruct r; simpl; [|rewrite Q2R_plus]; intros T M N; split; nra.
Qed.

Lemma totals_value t J given c :
  let '(u, v, w) := totals given c in
  value J u + t * value J v + t * t * value J w
  = sum (fun '(m, n, s) => (Q2R m + t * Q2R n)
      * (value J (fst (fst (row_in_t given s))) + t * value J (snd (fst (row_in_t given s))))) c.
Proof.
  induction c as [|[[m n] s] c IH]; simpl; [ring|].
  destruct (row_in_t given s) as [[f g] k], (totals given c) as [[u v] w]. rewrite <- IH, !value_add_times. simpl. ring.
Qed.

Lemma sum_sign r t J given c : inside r t -> Forall (holds_at t J) given ->
  forallb (fun '(m, n, s) => fits_in r m n (snd (row_in_t given s))) c = true ->
  let x := sum (fun '(m, n, s) => (Q2R m + t * Q2R n)
      * (value J (fst (fst (row_in_t given s))) + t * value J (snd (fst (row_in_t given s))))) c in
  0 <= x /\ (existsb (strict_in r given) c = true -> 0 < x).
Proof.
  intros T E. induction c as [|[[m n] s] c IH]; simpl; [split; [lra|discriminate]|].
  intros F. apply andb_true_iff in F. destruct F as [F FF]. destruct (IH FF) as [N S]. clear IH FF.
  assert (R := row_holds_at t J given s E). unfold holds_at in R.
  destruct (row_in_t given s) as [[f g] k]. simpl in *.
  set (y := value J f + t * value J g) in *. unfold fits_in in F.
  destruct k; simpl in R.
  - apply andb_true_iff in F. destruct F as [F1 F2]. apply Qle_bool_R in F1, F2.
    destruct (multiplier r t m n T F1 F2) as [P _]. split; [nra|]. intros X. apply S in X. nra.
  - apply andb_true_iff in F. destruct F as [F1 F2]. apply Qle_bool_R in F1, F2.
    destruct (multiplier r t m n T F1 F2) as [P Q]. split; [nra|]. intros X.
    apply orb_true_iff in X. destruct X as [X|X]; [|apply S in X; nra].
    assert (0 < Q2R m + t * Q2R n); [|nra].
    apply Q. apply orb_true_iff in X. destruct X as [X|X]; apply Qlt_bool_R in X; auto.
  - rewrite R. split; [lra|]. intros X. apply S in X. lra.
Qed.

Theorem by_sums_in r given goal cs : certified_in r given (directed_in_t goal) cs = true -> valid_in r given goal.
Proof.
  intros C t T J E. apply directed_holds_at. revert cs C.
  induction (directed_in_t goal) as [|l ls IH]; intros [|c cs] C; try discriminate; [constructor|].
  simpl in C. apply andb_true_iff in C. destruct C as [C D]. constructor; [|now apply IH with cs].
  destruct l as [[f g] k]. unfold sums_to_in in C. assert (V := totals_value t J given c).
  destruct (totals given c) as [[u v] w]. rewrite !andb_true_iff in C. destruct C as [[[[F S] U1] U2] U3].
  destruct (sum_sign r t J given c T E F) as [N P]. rewrite <- V in N, P.
  apply (vanishes_value J) in U1, U2, U3. rewrite !value_add_times in U1, U2.
  replace (Q2R (-1 # 1)) with (-1) in U1, U2 by (unfold Q2R; simpl; lra).
  unfold holds_at. simpl. replace (value J f) with (value J u) by lra. replace (value J g) with (value J v) by lra.
  rewrite U3 in N, P. destruct k; simpl; [lra| |discriminate]. apply P in S. lra.
Qed.
