(* Claims about the entropies of every finite joint distribution, and a checker of certificates: sums of informations,
   hypotheses and constants, added up in rational numbers. What it accepts is a theorem, `by_sums`. *)

From Coq Require Import Reals Qreals QArith Qabs Lra List String Bool.
From Shannon Require Import Entropy.
Import ListNotations.
Open Scope R_scope.

(* A form is a sum of multiples of entropies and of 1 (one nat); a line says that it is >= 0, > 0 or = 0. *)

Inductive quantity := One | H_ (s : list string).
Inductive relation := Ge | Gt | Eq.
Definition form := list (Q * quantity).
Definition line := (form * relation)%type.

Definition worth (J : joint) (q : quantity) : R := match q with One => 1 | H_ s => H J s end.

Fixpoint value (J : joint) (f : form) : R :=
  match f with [] => 0 | (c, q) :: f => Q2R c * worth J q + value J f end.

Definition is (r : relation) (x : R) : Prop := match r with Ge => 0 <= x | Gt => 0 < x | Eq => x = 0 end.
Definition holds (J : joint) (l : line) : Prop := is (snd l) (value J (fst l)).

(* Every joint distribution that meets the hypotheses meets the goal. *)
Definition valid (given goal : list line) : Prop := forall J, Forall (holds J) given -> Forall (holds J) goal.

(* Some joint distribution meets the hypotheses and not the goal. *)
Definition refuted (given goal : list line) : Prop := exists J, Forall (holds J) given /\ ~ Forall (holds J) goal.

(* Some joint distribution is so. *)
Definition possible (goal : list line) : Prop := exists J, Forall (holds J) goal.

(* Forms *)

Arguments Qred : simpl never.
Arguments Qplus : simpl never.
Arguments Qmult : simpl never.

Definition within (s t : list string) : bool := forallb (fun v => existsb (String.eqb v) t) s.
Definition same (p q : quantity) : bool :=
  match p, q with One, One => true | H_ s, H_ t => within s t && within t s | _, _ => false end.

Fixpoint add (c : Q) (q : quantity) (f : form) : form :=
  match f with
  | [] => [(c, q)]
  | (d, p) :: f => if same q p then (Qred (c + d), p) :: f else (d, p) :: add c q f
  end.

Fixpoint add_times (m : Q) (f g : form) : form :=
  match f with [] => g | (c, q) :: f => add (m * c) q (add_times m f g) end.

Definition vanishes (f : form) : bool :=
  forallb (fun cq => Qeq_bool (fst cq) 0 || match snd cq with H_ [] => true | _ => false end) f.

Lemma within_incl s t : within s t = true -> incl s t.
Proof.
  unfold within. rewrite forallb_forall. intros E v I. apply E, existsb_exists in I.
  destruct I as [u [I U]]. apply String.eqb_eq in U. now subst u.
Qed.

Lemma same_worth J p q : same p q = true -> worth J p = worth J q.
Proof.
  destruct p, q; simpl; try discriminate; [reflexivity|]. intros E. apply andb_true_iff in E.
  apply H_same; now apply within_incl.
Qed.

Lemma value_add J c q f : value J (add c q f) = Q2R c * worth J q + value J f.
Proof.
  induction f as [|[d p] f IH]; simpl; [reflexivity|]. destruct (same q p) eqn:E; simpl.
  - simpl. rewrite (same_worth J q p E), (Qeq_eqR _ _ (Qred_correct (c + d))), Q2R_plus. ring.
  - rewrite IH. ring.
Qed.

Lemma value_add_times J m f g : value J (add_times m f g) = Q2R m * value J f + value J g.
Proof.
  induction f as [|[c q] f IH]; simpl; [ring|]. rewrite value_add, IH, Q2R_mult. ring.
Qed.

Lemma Q2R_0 : Q2R 0 = 0.
Proof. unfold Q2R. simpl. lra. Qed.

Lemma vanishes_value J f : vanishes f = true -> value J f = 0.
Proof.
  induction f as [|[c q] f IH]; simpl; [reflexivity|]. intros E. apply andb_true_iff in E. destruct E as [E F].
  rewrite (IH F). apply orb_true_iff in E. destruct E as [E|E].
  - apply Qeq_bool_eq, Qeq_eqR in E. rewrite E, Q2R_0. ring.
  - destruct q as [|[|]]; try discriminate. simpl. rewrite H_none. ring.
Qed.

(* Certificates *)

Inductive source :=
  | Information (a b c : list string) (* I(a;b|c) >= 0; H(a|c) >= 0 is I(a;a|c) >= 0 *)
  | Given (n : nat) (* a hypothesis, counted from 0 *)
  | Constant. (* 1 > 0 *)

Definition row (given : list line) (s : source) : line :=
  match s with
  | Information a b c => ([(1, H_ (a ++ c)); (1, H_ (b ++ c)); (-1 # 1, H_ (a ++ b ++ c)); (-1 # 1, H_ c)]%Q, Ge)
  | Given n => nth n given ([], Eq)
  | Constant => ([(1%Q, One)], Gt)
  end.

Definition certificate := list (Q * source).

Definition fits (m : Q) (r : relation) : bool := match r with Eq => true | _ => Qle_bool 0 m end.
Definition strict (given : list line) (ms : Q * source) : bool :=
  match snd (row given (snd ms)) with Gt => negb (Qle_bool (fst ms) 0) | _ => false end.

Fixpoint total_of (given : list line) (c : certificate) : form :=
  match c with [] => [] | (m, s) :: c => add_times m (fst (row given s)) (total_of given c) end.

Definition sums_to (given : list line) (l : line) (c : certificate) : bool :=
  forallb (fun ms => fits (fst ms) (snd (row given (snd ms)))) c
  && match snd l with Ge => true | Gt => existsb (strict given) c | Eq => false end
  && vanishes (add_times (-1 # 1) (fst l) (total_of given c)).

(* An equation is two inequalities, and has two certificates. *)
Definition directed (goal : list line) : list line :=
  flat_map (fun l => match snd l with
    | Eq => [(fst l, Ge); (add_times (-1 # 1) (fst l) [], Ge)]
    | _ => [l] end) goal.

Fixpoint certified (given goal : list line) (cs : list certificate) : bool :=
  match goal, cs with
  | [], [] => true
  | l :: goal, c :: cs => sums_to given l c && certified given goal cs
  | _, _ => false
  end.

Lemma directed_holds J goal : Forall (holds J) (directed goal) -> Forall (holds J) goal.
Proof.
  unfold directed. rewrite !Forall_forall. intros E [f r] I.
  assert (F : forall l, In l match r with Eq => [(f, Ge); (add_times (-1 # 1) f [], Ge)] | _ => [(f, r)] end ->
    holds J l) by (intros l L; apply E, in_flat_map; exists (f, r); auto).
  destruct r; try (apply F; now left).
  assert (F1 := F _ (or_introl eq_refl)). assert (F2 := F _ (or_intror (or_introl eq_refl))).
  unfold holds in *. simpl in *. rewrite value_add_times in F2. simpl in F2.
  replace (Q2R (-1 # 1)) with (-1) in F2 by (unfold Q2R; simpl; lra). lra.
Qed.

Lemma row_holds J given s : Forall (holds J) given -> holds J (row given s).
Proof.
  intros E. destruct s as [a b c|n|]; simpl.
  - unfold holds. simpl. assert (I := information_nonneg J a b c).
    unfold Q2R. simpl. lra.
  - destruct (nth_in_or_default n given ([], Eq)) as [I| ->].
    + rewrite Forall_forall in E. now apply E.
    + reflexivity.
  - unfold holds, Q2R. simpl. lra.
Qed.

Lemma part_sign m r x : fits m r = true -> is r x -> 0 <= Q2R m * x.
Proof.
  destruct r; simpl; intros F E; [| |subst; lra]; apply Qle_bool_iff, Qle_Rle in F; rewrite Q2R_0 in F;
    apply Rmult_le_pos; lra.
Qed.

Lemma total_sign J given c : Forall (holds J) given ->
  forallb (fun ms => fits (fst ms) (snd (row given (snd ms)))) c = true ->
  0 <= value J (total_of given c) /\ (existsb (strict given) c = true -> 0 < value J (total_of given c)).
Proof.
  intros E. induction c as [|[m s] c IH]; simpl; [intros _; split; [lra|discriminate]|].
  intros F. apply andb_true_iff in F. destruct F as [F FF]. destruct (IH FF) as [N S].
  rewrite value_add_times. assert (R := row_holds J given s E). assert (M := part_sign _ _ _ F R).
  split; [lra|]. intros T. apply orb_true_iff in T. destruct T as [T|T]; [|apply S in T; lra].
  unfold strict in T. simpl in T. unfold holds, is in R. destruct (snd (row given s)) eqn:K; try discriminate.
  apply negb_true_iff in T. assert (0 < m)%Q as P.
  { apply Qnot_le_lt. intros L. apply Qle_bool_iff in L. congruence. }
  apply Qlt_Rlt in P. rewrite Q2R_0 in P.
  assert (0 < Q2R m * value J (fst (row given s))) by now apply Rmult_lt_0_compat.
  lra.
Qed.

Theorem by_sums given goal cs : certified given (directed goal) cs = true -> valid given goal.
Proof.
  intros C J E. apply directed_holds. revert cs C. induction (directed goal) as [|l ls IH]; intros [|c cs] C;
    try discriminate; [constructor|]. simpl in C. apply andb_true_iff in C. destruct C as [C D].
  constructor; [|now apply IH with cs]. unfold sums_to in C. rewrite !andb_true_iff in C. destruct C as [[F S] V].
  destruct (total_sign J given c E F) as [N T]. apply (vanishes_value J) in V. rewrite value_add_times in V.
  replace (Q2R (-1 # 1)) with (-1) in V by (unfold Q2R; simpl; lra).
  unfold holds. replace (value J (fst l)) with (value J (total_of given c)) by lra.
  destruct l as [f []]; simpl in *; auto. discriminate.
Qed.

(* A computation that must end in true. *)
Ltac checked := vm_cast_no_check (eq_refl true).
