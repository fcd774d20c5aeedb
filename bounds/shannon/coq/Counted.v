(* Joint distributions of rational probabilities: their entropies as logarithms of whole numbers, sums of them that are
   exactly zero, and signs of the others by interval arithmetic. *)

From Coq Require Import Reals Qreals QArith ZArith Lra Lia List String Bool.
From Interval Require Import Tactic.
From Shannon Require Import Entropy Certificate.
Import ListNotations.
Open Scope R_scope.

(* Atom a of a law has the probability (its count) / (the sum of all counts). *)
Definition law := list (positive * outcome).

Definition at_values (values : list (string * nat)) : outcome := fun v =>
  match find (fun p => String.eqb v (fst p)) values with Some p => snd p | None => 0%nat end.

(* A law of no atoms stands for one sure atom. *)
Definition full (l : law) : law := match l with [] => [(1%positive, at_values [])] | _ => l end.

Fixpoint counts (keep : positive * outcome -> bool) (l : law) : Z :=
  match l with [] => 0 | a :: l => (if keep a then Zpos (fst a) else 0) + counts keep l end%Z.

Definition size (l : law) : Z := counts (fun _ => true) (full l).

Definition weighed (l : law) : list atom := map (fun a => (IZR (Zpos (fst a)) / IZR (size l), snd a)) (full l).

Lemma counts_nonneg keep l : (0 <= counts keep l)%Z.
Proof. induction l as [|a l IH]; simpl; [lia|]. destruct (keep a); lia. Qed.

Lemma counts_above keep l a : In a l -> keep a = true -> (0 < counts keep l)%Z.
Proof.
  induction l as [|b l IH]; simpl; [tauto|]. assert (N := counts_nonneg keep l).
  intros [-> |I] K; [rewrite K; lia|]. specialize (IH I K). destruct (keep b); lia.
Qed.

Lemma size_positive l : (0 < size l)%Z.
Proof. destruct l as [|a l]; [reflexivity|]. now apply counts_above with a; [left|]. Qed.

Lemma sum_counts keep l n : 0 < n ->
  sum (fun a => when (keep a) (IZR (Zpos (fst a)) / n)) l = IZR (counts keep l) / n.
Proof.
  intros p. induction l as [|a l IH]; simpl; [unfold Rdiv; ring|]. rewrite IH, plus_IZR.
  destruct (keep a); simpl; field; lra.
Qed.

Lemma sum_map {A B : Type} (f : B -> R) (g : A -> B) (l : list A) : sum f (map g l) = sum (fun a => f (g a)) l.
Proof. induction l as [|a l IH]; simpl; [|rewrite IH]; reflexivity. Qed.

Lemma size_above l : 0 < IZR (size l).
Proof. apply IZR_lt, size_positive. Qed.

Lemma weighed_nonneg l a : In a (weighed l) -> 0 <= fst a.
Proof.
  unfold weighed. rewrite in_map_iff. intros [b [<- _]]. simpl. assert (p := size_above l).
  apply Rlt_le, Rdiv_lt_0_compat; [now apply IZR_lt|assumption].
Qed.

Lemma weighed_total l : sum fst (weighed l) = 1.
Proof.
  assert (p := size_above l). unfold weighed. rewrite sum_map.
  rewrite (sum_ext _ (fun a => when true (IZR (Zpos (fst a)) / IZR (size l)))) by reflexivity.
  rewrite (sum_counts (fun _ => true)) by assumption. fold (size l). field. lra.
Qed.

Definition counted (l : law) : joint := Joint (weighed l) (weighed_nonneg l) (weighed_total l).

(* Sums of multiples of logarithms of whole numbers *)

Definition logs := list (Q * Z).

Fixpoint worth_of (g : logs) : R := match g with [] => 0 | (c, k) :: g => Q2R c * ln (IZR k) + worth_of g end.

Fixpoint add_log (c : Q) (k : Z) (g : logs) : logs :=
  match g with
  | [] => if (k =? 1)%Z then [] else [(c, k)]
  | (d, j) :: g => if (k =? j)%Z then if Qeq_bool (c + d) 0 then g else (Qred (c + d), j) :: g
                   else (d, j) :: add_log c k g
  end.

Lemma worth_add_log c k g : worth_of (add_log c k g) = Q2R c * ln (IZR k) + worth_of g.
Proof.
  induction g as [|[d j] g IH]; simpl.
  - destruct (Z.eqb_spec k 1) as [-> |]; simpl; [rewrite ln_1|]; ring.
  - destruct (Z.eqb_spec k j) as [-> |]; simpl; [|rewrite IH; ring].
    destruct (Qeq_bool (c + d) 0) eqn:E.
    + apply Qeq_bool_eq, Qeq_eqR in E. rewrite Q2R_plus, Q2R_0 in E.
      replace (Q2R c) with (- Q2R d) by lra. ring.
    + simpl. rewrite (Qeq_eqR _ _ (Qred_correct (c + d))), Q2R_plus. ring.
Qed.

(* The number of the law's units that have the values of a. *)
Definition like (l : law) (s : list string) (a : positive * outcome) : Z :=
  counts (fun b => forallb (fun v => snd a v =? snd b v)%nat s) (full l).

(* c H(s) = c ln N - sum of c n/N ln k, over atoms of count n of whose values of s there are k units. *)
Fixpoint over_atoms (c : Q) (l : law) (s : list string) (m : law) (g : logs) : logs :=
  match m with
  | [] => add_log c (size l) g
  | a :: m => add_log (- c * (Zpos (fst a) # Z.to_pos (size l))) (like l s a) (over_atoms c l s m g)
  end.

(* The constant, and the logarithms. *)
Fixpoint number (l : law) (f : form) : Q * logs :=
  match f with
  | [] => (0%Q, [])
  | (c, One) :: f => let (q, g) := number l f in (Qred (c + q), g)
  | (c, H_ s) :: f => let (q, g) := number l f in (q, over_atoms c l s (full l) g)
  end.

Lemma entropy_counted l s :
  H (counted l) s = ln (IZR (size l))
    - sum (fun a => IZR (Zpos (fst a)) / IZR (size l) * ln (IZR (like l s a))) (full l).
Proof.
  assert (p := size_above l). unfold H. simpl. unfold weighed at 2. rewrite sum_map. simpl.
  rewrite (sum_ext _ (fun a => IZR (Zpos (fst a)) / IZR (size l) * ln (IZR (like l s a))
    + - ln (IZR (size l)) * when true (IZR (Zpos (fst a)) / IZR (size l)))).
  - rewrite sum_plus, sum_scale, (sum_counts (fun _ => true)) by assumption. fold (size l). field. lra.
  - intros a Ia. simpl. replace (P (weighed l) s _) with (IZR (like l s a) / IZR (size l)).
    + assert (0 < IZR (like l s a)).
      { apply IZR_lt. apply counts_above with a; [assumption|]. apply forallb_forall. intros v _. apply Nat.eqb_refl. }
      unfold Rdiv at 2. rewrite ln_mult, ln_Rinv; auto using Rinv_0_lt_compat. ring.
    + unfold P, weighed. rewrite sum_map. unfold like. rewrite <- sum_counts by assumption. reflexivity.
Qed.

Lemma worth_over_atoms c l s m g : worth_of (over_atoms c l s m g) = worth_of g
  + Q2R c * (ln (IZR (size l)) - sum (fun a => IZR (Zpos (fst a)) / IZR (size l) * ln (IZR (like l s a))) m).
Proof.
  induction m as [|a m IH]; simpl; rewrite worth_add_log; [ring|]. rewrite IH, Q2R_mult, Q2R_opp.
  unfold Q2R at 2. simpl. rewrite Z2Pos.id by apply size_positive. unfold Rdiv. ring.
Qed.

Lemma value_counted l f : value (counted l) f = Q2R (fst (number l f)) + worth_of (snd (number l f)).
Proof.
  induction f as [|[c [|s]] f IH]; simpl; [rewrite Q2R_0; ring| |]; destruct (number l f) as [q g]; simpl in *;
    rewrite IH.
  - rewrite (Qeq_eqR _ _ (Qred_correct (c + q))), Q2R_plus. ring.
  - rewrite worth_over_atoms, entropy_counted. ring.
Qed.

(* Zero exactly: every number as a product of factors, and the multiples of each factor's logarithm cancel. *)

Fixpoint factors (fuel : nat) (d k : Z) : list Z :=
  match fuel with
  | O => [k]
  | S fuel =>
    if (k <? d * d)%Z then [k]
    else if (k mod d =? 0)%Z then d :: factors fuel d (k / d) else factors fuel (d + 1) k
  end.

Fixpoint factored (g : logs) : logs :=
  match g with
  | [] => []
  | (c, k) :: g =>
    if (0 <? k)%Z then fold_right (add_log c) (factored g) (factors 1000 2 k) else add_log c k (factored g)
  end.

Definition is_zero (n : Q * logs) : bool :=
  Qeq_bool (fst n) 0 && match factored (snd n) with [] => true | _ => false end.

Lemma worth_factors c fuel d k g : (1 < d)%Z -> (0 < k)%Z ->
  worth_of (fold_right (add_log c) g (factors fuel d k)) = Q2R c * ln (IZR k) + worth_of g.
Proof.
  revert d k. induction fuel as [|fuel IH]; simpl; intros d k D K; [apply worth_add_log|].
  destruct (k <? d * d)%Z eqn:S; [apply worth_add_log|]. apply Z.ltb_ge in S.
  destruct (Z.eqb_spec (k mod d) 0) as [E|E]; [|apply IH; lia].
  assert (F : k = (d * (k / d))%Z) by (apply Z.div_exact; lia).
  assert (0 < k / d)%Z by (apply Z.div_str_pos; nia).
  simpl. rewrite worth_add_log, IH by assumption. rewrite F at 2.
  rewrite mult_IZR, ln_mult by (apply IZR_lt; lia). ring.
Qed.

Lemma worth_factored g : worth_of (factored g) = worth_of g.
Proof.
  induction g as [|[c k] g IH]; [reflexivity|]. cbn [factored worth_of]. rewrite <- IH.
  destruct (Z.ltb_spec 0 k); [now apply worth_factors|apply worth_add_log].
Qed.

Lemma zero_value l f : is_zero (number l f) = true -> value (counted l) f = 0.
Proof.
  rewrite value_counted, <- worth_factored. unfold is_zero. rewrite andb_true_iff. intros [Z E].
  apply Qeq_bool_eq, Qeq_eqR in Z. rewrite Z, Q2R_0.
  destruct (factored _); [simpl; ring|discriminate].
Qed.

Theorem refuted_by l given goal (k : nat) :
  Forall (holds (counted l)) given -> ~ holds (counted l) (nth k goal ([], Eq)) -> refuted given goal.
Proof.
  intros E N. exists (counted l). split; [assumption|]. intros F. apply N.
  destruct (nth_in_or_default k goal ([], Eq)) as [I| ->]; [|reflexivity].
  rewrite Forall_forall in F. now apply F.
Qed.

Theorem possible_by l goal : Forall (holds (counted l)) goal -> possible goal.
Proof. now exists (counted l). Qed.

(* The sign of a value, exactly or by intervals of 80 bits. *)

Ltac value_is_zero := rewrite zero_value by (vm_compute; reflexivity).

Ltac bounded :=
  rewrite value_counted;
  match goal with |- context [number ?l ?f] =>
    let n := eval vm_compute in (number l f) in
    replace (number l f) with n by (vm_compute; reflexivity) end;
  cbv [fst snd worth_of Q2R Qnum Qden];
  interval with (i_prec 80).

Ltac met := unfold holds; cbv [is fst snd];
  first [value_is_zero; lra | bounded].

Ltac broken := unfold holds; cbv [is fst snd nth];
  first [value_is_zero; lra | apply Rlt_not_le; bounded | apply Rle_not_lt; bounded
        | apply Rlt_not_eq; bounded | apply Rgt_not_eq; bounded].
