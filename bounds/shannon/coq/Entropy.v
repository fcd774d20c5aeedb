(* Finite joint distributions, their entropies in nats, and that no information of them is negative.

   Axioms: those of Coq's real numbers alone. *)

From Coq Require Import Reals Lra List String Bool Arith.
Import ListNotations.
Open Scope R_scope.

(* Joint distributions *)

Fixpoint sum {A : Type} (f : A -> R) (l : list A) : R :=
  match l with [] => 0 | a :: l => f a + sum f l end.

Definition outcome := string -> nat. (* a value for each variable, by its name *)
Notation atom := (R * outcome)%type. (* with its probability *)

Record joint := Joint {
  atoms : list atom;
  never_negative : forall a, In a atoms -> 0 <= fst a;
  total : sum fst atoms = 1 }.

Definition agree (s : list string) (a b : atom) : bool := forallb (fun v => snd a v =? snd b v)%nat s.

Definition when (b : bool) (x : R) : R := if b then x else 0.
Arguments when !b x / : simpl nomatch.

(* The probability that the variables s have the values that they have in a. *)
Definition P (l : list atom) (s : list string) (a : atom) : R := sum (fun b => when (agree s a b) (fst b)) l.

(* H(s) = E[- ln p(s)]; `entropy_by_values` says it as a sum over values. *)
Definition H (J : joint) (s : list string) : R := - sum (fun a => fst a * ln (P (atoms J) s a)) (atoms J).

(* Sums *)

Section Sums.
  Context {A : Type}.
  Implicit Types (f g : A -> R) (l : list A).

  Lemma sum_ext f g l : (forall a, In a l -> f a = g a) -> sum f l = sum g l.
  Proof. induction l as [|a l IH]; simpl; intros E; [reflexivity|]. rewrite E, IH; auto. Qed.

  Lemma sum_le f g l : (forall a, In a l -> f a <= g a) -> sum f l <= sum g l.
  Proof. induction l as [|a l IH]; simpl; intros E; [lra|]. apply Rplus_le_compat; auto. Qed.

  Lemma sum_zero l : sum (fun _ => 0) l = 0.
  Proof. induction l; simpl; lra. Qed.

  Lemma sum_nonneg f l : (forall a, In a l -> 0 <= f a) -> 0 <= sum f l.
  Proof. intros E. rewrite <- (sum_zero l). now apply sum_le. Qed.

  Lemma sum_plus f g l : sum (fun a => f a + g a) l = sum f l + sum g l.
  Proof. induction l; simpl; lra. Qed.

  Lemma sum_scale c f l : sum (fun a => c * f a) l = c * sum f l.
  Proof. induction l as [|a l IH]; simpl; [|rewrite IH]; lra. Qed.

  Lemma sum_above f l a : In a l -> (forall b, In b l -> 0 <= f b) -> f a <= sum f l.
  Proof.
    induction l as [|b l IH]; simpl; [tauto|]. intros [-> |I] E.
    - assert (0 <= sum f l) by (apply sum_nonneg; auto). lra.
    - assert (0 <= f b) by auto. assert (f a <= sum f l) by auto. lra.
  Qed.
End Sums.

Lemma sum_swap {A B : Type} (h : A -> B -> R) (l : list A) (m : list B) :
  sum (fun a => sum (h a) m) l = sum (fun b => sum (fun a => h a b) l) m.
Proof. induction l as [|a l IH]; simpl; [now rewrite sum_zero|]. now rewrite IH, <- sum_plus. Qed.

(* Agreement is an equivalence *)

Lemma agree_refl s a : agree s a a = true.
Proof. apply forallb_forall. intros v _. apply Nat.eqb_refl. Qed.

Lemma agree_spec s a b : agree s a b = true <-> forall v, In v s -> snd a v = snd b v.
Proof.
  unfold agree. rewrite forallb_forall.
  split; intros E v I; [apply Nat.eqb_eq|apply Nat.eqb_eq]; auto.
Qed.

Lemma agree_sym s a b : agree s a b = true -> agree s b a = true.
Proof. rewrite !agree_spec. intros E v I. now rewrite E. Qed.

Lemma agree_trans s a b c : agree s a b = true -> agree s b c = true -> agree s a c = true.
Proof. rewrite !agree_spec. intros E F v I. now rewrite E, F. Qed.

Lemma agree_incl s t a b : incl s t -> agree t a b = true -> agree s a b = true.
Proof. rewrite !agree_spec. auto. Qed.

Lemma agree_app s t a b : agree (s ++ t) a b = agree s a b && agree t a b.
Proof. apply forallb_app. Qed.

(* Probabilities *)

Section Distribution.
  Variable J : joint.
  Notation l := (atoms J).

  Lemma when_nonneg b x : 0 <= x -> 0 <= when b x.
  Proof. destruct b; simpl; lra. Qed.

  Lemma P_nonneg s a : 0 <= P l s a.
  Proof. apply sum_nonneg. intros b I. apply when_nonneg, (never_negative J), I. Qed.

  Lemma P_positive s a : In a l -> 0 < fst a -> 0 < P l s a.
  Proof.
    intros I p. apply Rlt_le_trans with (1 := p).
    replace (fst a) with (when (agree s a a) (fst a)) by now rewrite agree_refl.
    apply (sum_above (fun b => when (agree s a b) (fst b))); auto.
    intros b Ib. apply when_nonneg, (never_negative J), Ib.
  Qed.

  Lemma P_same s a b : agree s a b = true -> P l s a = P l s b.
  Proof.
    intros E. apply sum_ext. intros c _. f_equal. apply eq_true_iff_eq. split; intros F.
    - now apply agree_trans with a; [apply agree_sym|].
    - now apply agree_trans with b.
  Qed.

  Lemma P_incl s t a : incl s t -> P l t a <= P l s a.
  Proof.
    intros E. apply sum_le. intros b I. assert (0 <= fst b) by apply (never_negative J b I).
    destruct (agree t a b) eqn:T.
    - rewrite (agree_incl s t a b E T). simpl. lra.
    - now apply (when_nonneg (agree s a b)).
  Qed.

  Lemma P_none a : P l [] a = 1.
  Proof. exact (total J). Qed.

  Lemma H_none : H J [] = 0.
  Proof.
    unfold H. rewrite (sum_ext _ (fun _ => 0)); [rewrite sum_zero; lra|].
    intros a _. rewrite P_none, ln_1. lra.
  Qed.

  Lemma H_same s t : incl s t -> incl t s -> H J s = H J t.
  Proof.
    intros E F. unfold H. f_equal. apply sum_ext. intros a _. do 2 f_equal. apply Rle_antisym; now apply P_incl.
  Qed.

  Lemma ln_below x : 0 < x -> ln x <= x - 1.
  Proof. intros p. assert (E := exp_ineq1_le (ln x)). rewrite exp_ln in E by assumption. lra. Qed.

  (* The probability of an event, shared out among its atoms by weights that are no smaller than it, is 1 at most. *)
  Lemma shared (q : atom -> bool) (d : atom -> R) :
    (forall a, In a l -> q a = true -> sum (fun b => when (q b) (fst b)) l <= d a) ->
    sum (fun a => when (q a) (fst a / d a)) l <= 1.
  Proof.
    set (S := sum (fun b => when (q b) (fst b)) l). intros D.
    assert (N : forall b, In b l -> 0 <= when (q b) (fst b)).
    { intros b I. apply when_nonneg, (never_negative J), I. }
    destruct (Rle_lt_dec S 0) as [Z|p].
    - rewrite (sum_ext _ (fun _ => 0)); [rewrite sum_zero; lra|]. intros a I.
      assert (U := sum_above _ _ a I N). fold S in U. cbv beta in U. specialize (N a I).
      destruct (q a); simpl in *; [|reflexivity]. replace (fst a) with 0 by lra. unfold Rdiv. lra.
    - apply Rle_trans with (sum (fun a => / S * when (q a) (fst a)) l).
      + apply sum_le. intros a I. specialize (D a I). specialize (N a I).
        destruct (q a); simpl in *; [|lra]. unfold Rdiv. rewrite Rmult_comm.
        apply Rmult_le_compat_r; [lra|]. apply Rinv_le_contravar; auto.
      + rewrite sum_scale. fold S. rewrite Rinv_l; lra.
  Qed.

  (* E[p(a,c) p(b,c) / (p(a,b,c) p(c))] <= 1 *)
  Lemma mean_ratio a b c :
    sum (fun w => fst w * (P l (a ++ c) w * P l (b ++ c) w / (P l (a ++ b ++ c) w * P l c w))) l <= 1.
  Proof.
    set (k u v w := when (agree (a ++ c) w u && agree (b ++ c) w v) (fst w / P l (a ++ b ++ c) w)).
    assert (Inner : forall u v, In u l ->
      sum (fun w => k u v w * / P l c w) l <= when (agree c u v) (/ P l c u) \/ fst u = 0).
    { intros u v Iu. destruct (Req_dec (fst u) 0) as [Z|Z]; [now right|left].
      assert (pu : 0 < P l c u).
      { apply P_positive; [assumption|]. assert (0 <= fst u) by apply (never_negative J u Iu). lra. }
      assert (C : forall w, agree (a ++ c) w u && agree (b ++ c) w v = true ->
        agree c w u = true /\ agree c w v = true).
      { intros w E. rewrite !agree_app in E. rewrite !andb_true_iff in E. tauto. }
      rewrite (sum_ext _ (fun w => / P l c u * k u v w)).
      2: { intros w _. unfold k. destruct (agree (a ++ c) w u && agree (b ++ c) w v) eqn:E; simpl; [|lra].
           rewrite (P_same c w u) by (apply C, E). lra. }
      rewrite sum_scale. destruct (agree c u v) eqn:E; simpl.
      - rewrite <- (Rmult_1_r (/ P l c u)) at 2. apply Rmult_le_compat_l.
        + apply Rlt_le, Rinv_0_lt_compat, pu.
        + apply (shared (fun w => agree (a ++ c) w u && agree (b ++ c) w v)). intros w Iw Q.
          apply sum_le. intros x Ix. assert (0 <= fst x) by apply (never_negative J x Ix).
          destruct (agree (a ++ c) x u && agree (b ++ c) x v) eqn:X; simpl; [|now apply when_nonneg].
          apply andb_true_iff in Q, X. destruct Q as [Q1 Q2], X as [X1 X2].
          assert (F1 : agree (a ++ c) w x = true) by (apply agree_trans with u; auto using agree_sym).
          assert (F2 : agree (b ++ c) w x = true) by (apply agree_trans with v; auto using agree_sym).
          rewrite agree_app in F1, F2. apply andb_true_iff in F1, F2.
          rewrite !agree_app. destruct F1 as [-> ->], F2 as [-> _]. simpl. lra.
      - rewrite (sum_ext _ (fun _ => 0)); [rewrite sum_zero; lra|]. intros w _. unfold k.
        destruct (agree (a ++ c) w u && agree (b ++ c) w v) eqn:F; [|reflexivity].
        destruct (C w F) as [F1 F2]. apply agree_sym in F1. now rewrite (agree_trans c u w v F1 F2) in E. }
    rewrite (sum_ext _ (fun w => sum (fun u => sum (fun v => fst u * fst v * (k u v w * / P l c w)) l) l)).
    2: { intros w Iw. unfold k.
         rewrite (sum_ext _ (fun u => fst w / P l (a ++ b ++ c) w * / P l c w * P l (b ++ c) w
                                      * when (agree (a ++ c) w u) (fst u))).
         2: { intros u Iu. rewrite (sum_ext _ (fun v => fst w / P l (a ++ b ++ c) w * / P l c w
                                     * when (agree (a ++ c) w u) (fst u) * when (agree (b ++ c) w v) (fst v))).
              - rewrite sum_scale. fold (P l (b ++ c) w). ring.
              - intros v Iv. destruct (agree (a ++ c) w u), (agree (b ++ c) w v); simpl; ring. }
         rewrite sum_scale. fold (P l (a ++ c) w).
         destruct (Req_dec (fst w) 0) as [-> |Z]; [unfold Rdiv; ring|].
         assert (0 < fst w) by (assert (0 <= fst w) by apply (never_negative J w Iw); lra).
         assert (0 < P l (a ++ b ++ c) w) by now apply P_positive.
         assert (0 < P l c w) by now apply P_positive.
         field. lra. }
    rewrite sum_swap.
    apply Rle_trans with (sum fst l); [|rewrite (total J); lra].
    apply sum_le. intros u Iu. rewrite sum_swap.
    assert (nu : 0 <= fst u) by apply (never_negative J u Iu).
    apply Rle_trans with (sum (fun v => fst u * / P l c u * when (agree c u v) (fst v)) l).
    - apply sum_le. intros v Iv. rewrite sum_scale.
      assert (nv : 0 <= fst v) by apply (never_negative J v Iv).
      destruct (Inner u v Iu) as [B| ->]; [|lra].
      apply Rle_trans with (fst u * fst v * when (agree c u v) (/ P l c u)).
      + apply Rmult_le_compat_l; [now apply Rmult_le_pos|exact B].
      + destruct (agree c u v); simpl; lra.
    - rewrite sum_scale. fold (P l c u). destruct (Req_dec (fst u) 0) as [-> |Z]; [lra|].
      assert (0 < P l c u) by (apply P_positive; [assumption|lra]).
      rewrite Rmult_assoc, Rinv_l; lra.
  Qed.

  (* The elemental inequalities, for groups of variables too: I(a;b|c) >= 0, of which I(a;a|c) is H(a|c). *)
  Theorem information_nonneg a b c : 0 <= H J (a ++ c) + H J (b ++ c) - H J (a ++ b ++ c) - H J c.
  Proof.
    assert (M := mean_ratio a b c).
    assert (L : sum (fun w => fst w * ln (P l (a ++ c) w)) l + sum (fun w => fst w * ln (P l (b ++ c) w)) l
      <= sum (fun w => fst w * ln (P l (a ++ b ++ c) w)) l + sum (fun w => fst w * ln (P l c w)) l).
    { rewrite <- !sum_plus.
      set (r w := P l (a ++ c) w * P l (b ++ c) w / (P l (a ++ b ++ c) w * P l c w)).
      change (sum (fun w => fst w * r w) l <= 1) in M.
      assert (B : forall w, In w l ->
        fst w * ln (P l (a ++ c) w) + fst w * ln (P l (b ++ c) w) + fst w
        <= fst w * ln (P l (a ++ b ++ c) w) + fst w * ln (P l c w) + fst w * r w).
      { intros w Iw. destruct (Req_dec (fst w) 0) as [-> |Z]; [lra|].
        assert (pw : 0 < fst w) by (assert (0 <= fst w) by apply (never_negative J w Iw); lra).
        assert (p1 : 0 < P l (a ++ c) w) by now apply P_positive.
        assert (p2 : 0 < P l (b ++ c) w) by now apply P_positive.
        assert (p3 : 0 < P l (a ++ b ++ c) w) by now apply P_positive.
        assert (p4 : 0 < P l c w) by now apply P_positive.
        assert (pr : 0 < r w) by (apply Rdiv_lt_0_compat; now apply Rmult_lt_0_compat).
        assert (E : ln (r w) = ln (P l (a ++ c) w) + ln (P l (b ++ c) w)
          - (ln (P l (a ++ b ++ c) w) + ln (P l c w))).
        { unfold r, Rdiv. rewrite ln_mult, ln_Rinv, !ln_mult; auto using Rmult_lt_0_compat, Rinv_0_lt_compat. }
        assert (U := ln_below (r w) pr). rewrite E in U.
        apply (Rmult_le_compat_l (fst w)) in U; [|lra]. lra. }
      apply sum_le in B. rewrite !sum_plus in B. assert (T := total J).
      rewrite !sum_plus. lra. }
    unfold H. lra.
  Qed.

  (* The usual form: over any list of values without repetition that misses none, H(s) = - sum of p(v) ln p(v). *)
  Definition at_value (s : list string) (v : list nat) (a : atom) : bool :=
    if list_eq_dec Nat.eq_dec (map (snd a) s) v then true else false.

  Definition mass (s : list string) (v : list nat) : R := sum (fun a => when (at_value s v a) (fst a)) l.

  Lemma sum_picked {A : Type} (eqb : A -> bool) (f : A -> R) (m : list A) (x : A) :
    NoDup m -> In x m -> (forall y, eqb y = true <-> x = y) -> sum (fun y => when (eqb y) (f y)) m = f x.
  Proof.
    induction m as [|y m IH]; simpl; [tauto|]. intros D I E. inversion D as [|? ? N D']; subst.
    destruct (eqb y) eqn:Y; simpl.
    - apply E in Y. subst y. rewrite (sum_ext _ (fun _ => 0)); [rewrite sum_zero; lra|].
      intros z Iz. destruct (eqb z) eqn:Z; [|reflexivity]. apply E in Z. now subst z.
    - destruct I as [-> |I]; [now rewrite (proj2 (E x) eq_refl) in Y|]. rewrite IH; auto. lra.
  Qed.

  Theorem entropy_by_values s (values : list (list nat)) :
    NoDup values -> (forall a, In a l -> In (map (snd a) s) values) ->
    H J s = - sum (fun v => mass s v * ln (mass s v)) values.
  Proof.
    intros D C. unfold H. f_equal.
    rewrite (sum_ext (fun v => mass s v * ln (mass s v))
      (fun v => sum (fun a => when (at_value s v a) (fst a * ln (mass s v))) l)).
    2: { intros v _. unfold mass at 1. rewrite Rmult_comm, <- sum_scale. apply sum_ext. intros a _.
         destruct (at_value s v a); simpl; lra. }
    rewrite sum_swap. apply sum_ext. intros a Ia.
    rewrite (sum_picked (fun v => at_value s v a) (fun v => fst a * ln (mass s v)) values (map (snd a) s) D (C a Ia)).
    - do 2 f_equal. apply sum_ext. intros b _. f_equal. apply eq_true_iff_eq. rewrite agree_spec. unfold at_value.
      destruct (list_eq_dec Nat.eq_dec (map (snd b) s) (map (snd a) s)) as [E|N]; split; auto; try discriminate.
      + intros _ v Iv. symmetry. exact (ext_in_map E v Iv).
      + intros E. destruct N. apply map_ext_in. intros v Iv. symmetry. now apply E.
    - intros v. unfold at_value. now destruct (list_eq_dec Nat.eq_dec (map (snd a) s) v).
  Qed.
End Distribution.
