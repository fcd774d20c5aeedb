(* The double Markov property: where a is independent of b given c, and of c given b, there is a variable u, a function
   of b and of c alone, given which a is independent of both. A proof may therefore assume it. *)

From Coq Require Import Reals Lra List String Bool Arith QArith.
From Shannon Require Import Entropy Certificate.
Import ListNotations.
Open Scope R_scope.

(* A new variable n with the value u of each atom *)

Definition beside (n : string) (u : atom -> nat) (a : atom) : atom :=
  (fst a, fun v => if String.eqb v n then u a else snd a v).

Lemma sum_through {A B : Type} (f : B -> R) (g : A -> B) (l : list A) : sum f (map g l) = sum (fun a => f (g a)) l.
Proof. induction l as [|a l IH]; simpl; [|rewrite IH]; reflexivity. Qed.

Section Beside.
  Variables (J : joint) (n : string) (u : atom -> nat).

  Lemma beside_nonneg a : In a (map (beside n u) (atoms J)) -> 0 <= fst a.
  Proof. rewrite in_map_iff. intros [b [<- I]]. exact (never_negative J b I). Qed.

  Lemma beside_total : sum fst (map (beside n u) (atoms J)) = 1.
  Proof. rewrite sum_through. exact (total J). Qed.

  Definition with_variable : joint := Joint (map (beside n u) (atoms J)) beside_nonneg beside_total.

  Lemma agree_beside s a b : ~ In n s -> agree s (beside n u a) (beside n u b) = agree s a b.
  Proof.
    intros N. apply eq_true_iff_eq. rewrite !agree_spec. unfold beside. simpl.
    assert (V : forall v, In v s -> String.eqb v n = false).
    { intros v I. apply String.eqb_neq. intros ->. tauto. }
    split; intros E v I; specialize (E v I); now rewrite (V v I) in *.
  Qed.

  Lemma H_beside s : ~ In n s -> H with_variable s = H J s.
  Proof.
    intros N. unfold H, P. simpl. rewrite sum_through. f_equal. apply sum_ext. intros a _. simpl. do 2 f_equal.
    rewrite sum_through. apply sum_ext. intros b _. now rewrite agree_beside.
  Qed.

  (* The probability of the values of s and of the new variable. *)
  Definition P_with (s : list string) (a : atom) : R :=
    sum (fun b => when ((u a =? u b)%nat && agree s a b) (fst b)) (atoms J).

  Lemma H_with s : ~ In n s -> H with_variable (n :: s) = - sum (fun a => fst a * ln (P_with s a)) (atoms J).
  Proof.
    intros N. unfold H, P. simpl. rewrite sum_through. f_equal. apply sum_ext. intros a _. simpl. do 2 f_equal.
    rewrite sum_through. apply sum_ext. intros b _. rewrite agree_beside by assumption. simpl.
    now rewrite String.eqb_refl.
  Qed.
End Beside.

(* Classes of a decidable equivalence on a list, numbered *)

Fixpoint first {A : Type} (e : A -> A -> bool) (l : list A) (x : A) : nat :=
  match l with [] => 0 | y :: l => if e y x then 0 else S (first e l x) end.

Lemma first_spec {A : Type} (e : A -> A -> bool) (l : list A) x y :
  (forall z, e z z = true) -> (forall z w, e z w = true -> e w z = true) ->
  (forall z w v, e z w = true -> e w v = true -> e z v = true) ->
  In x l -> In y l -> (first e l x =? first e l y)%nat = e x y.
Proof.
  intros R S T Ix Iy. destruct (e x y) eqn:E.
  - apply Nat.eqb_eq. clear Ix Iy. induction l as [|z l IH]; [reflexivity|]. simpl. rewrite IH.
    replace (e z y) with (e z x); [reflexivity|]. apply eq_true_iff_eq. split; intros F; eauto.
  - apply Nat.eqb_neq. induction l as [|z l IH]; [destruct Ix|]. simpl. destruct (e z x) eqn:X, (e z y) eqn:Y; auto.
    + intros _. rewrite (T x z y) in E; auto. discriminate.
    + intros F. injection F as F. revert F. apply IH.
      * destruct Ix as [-> |]; [now rewrite R in X|assumption].
      * destruct Iy as [-> |]; [now rewrite R in Y|assumption].
Qed.

Section Equality.
  Variable J : joint.
  Notation l := (atoms J).

  Lemma ln_strictly_below x : 0 < x -> x <> 1 -> ln x < x - 1.
  Proof.
    intros p N. assert (M : ln x <> 0).
    { intros Z. apply N. rewrite <- (exp_ln x p), Z. apply exp_0. }
    assert (E := exp_ineq1 (ln x) M). rewrite exp_ln in E by assumption. lra.
  Qed.

  Lemma sum_zero_each {A : Type} (f : A -> R) (m : list A) a :
    (forall b, In b m -> 0 <= f b) -> sum f m <= 0 -> In a m -> f a = 0.
  Proof. intros N S I. assert (B := sum_above f m a I N). specialize (N a I). lra. Qed.

  Lemma positive a : In a l -> fst a <> 0 -> 0 < fst a.
  Proof. intros I N. assert (0 <= fst a) by apply (never_negative J a I). lra. Qed.

  (* I(a;b|c) = 0: p(a,b,c) p(c) = p(a,c) p(b,c) wherever p(a,b,c) > 0. *)
  Lemma factorised a b c w : H J (a ++ c) + H J (b ++ c) - H J (a ++ b ++ c) - H J c = 0 -> In w l -> fst w <> 0 ->
    P l (a ++ b ++ c) w * P l c w = P l (a ++ c) w * P l (b ++ c) w.
  Proof.
    intros Z Iw Nw. assert (M := mean_ratio J a b c).
    set (r w := P l (a ++ c) w * P l (b ++ c) w / (P l (a ++ b ++ c) w * P l c w)).
    change (sum (fun w => fst w * r w) l <= 1) in M.
    assert (pos : forall s x, In x l -> fst x <> 0 -> 0 < P l s x).
    { intros s x I N. apply P_positive; [assumption|now apply positive]. }
    assert (pr : forall x, In x l -> fst x <> 0 -> 0 < r x).
    { intros x I N. apply Rdiv_lt_0_compat; apply Rmult_lt_0_compat; now apply pos. }
    set (gap x := fst x * r x + (-1) * fst x + (fst x * ln (P l (a ++ b ++ c) x) + fst x * ln (P l c x)
      + (-1) * (fst x * ln (P l (a ++ c) x) + fst x * ln (P l (b ++ c) x)))).
    assert (G : forall x, In x l -> fst x <> 0 -> gap x = fst x * (r x - 1 - ln (r x))).
    { intros x I N. unfold gap. assert (E : ln (r x) = ln (P l (a ++ c) x) + ln (P l (b ++ c) x)
        - (ln (P l (a ++ b ++ c) x) + ln (P l c x))).
      { unfold r, Rdiv. rewrite ln_mult, ln_Rinv, !ln_mult; auto using Rmult_lt_0_compat, Rinv_0_lt_compat. }
      rewrite E. ring. }
    assert (N : forall x, In x l -> 0 <= gap x).
    { intros x I. destruct (Req_dec (fst x) 0) as [E|E]; [unfold gap; rewrite E; lra|]. rewrite G by assumption.
      assert (0 < fst x) by now apply positive. assert (B := ln_below (r x) (pr x I E)).
      apply Rmult_le_pos; lra. }
    assert (S : sum gap l <= 0).
    { unfold gap. rewrite !sum_plus, !sum_scale, !sum_plus. assert (T := total J). unfold H in Z. lra. }
    assert (E := sum_zero_each gap l w N S Iw). rewrite G in E by assumption.
    destruct (Req_dec (r w) 1) as [R1|R1].
    - assert (p1 := pos (a ++ b ++ c) w Iw Nw). assert (p2 := pos c w Iw Nw).
      replace (P l (a ++ c) w * P l (b ++ c) w) with (r w * (P l (a ++ b ++ c) w * P l c w)) by (unfold r; field; lra).
      rewrite R1. ring.
    - assert (B := ln_strictly_below (r w) (pr w Iw Nw) R1). apply Rmult_integral in E. lra.
  Qed.

  (* The probability that a is as in x, and s as in w. *)
  Definition mixed (a s : list string) (x w : atom) : R := sum (fun y => when (agree a x y && agree s w y) (fst y)) l.

  Lemma mixed_same a s x w y : agree a x y = true -> agree s w y = true -> mixed a s x w = P l (a ++ s) y.
  Proof.
    intros A S. apply sum_ext. intros z _. f_equal. rewrite agree_app. f_equal; apply eq_true_iff_eq; split; intros F;
      eauto using agree_trans, agree_sym.
  Qed.

  Lemma mixed_cong a s x w y : agree s w y = true -> mixed a s x w = mixed a s x y.
  Proof.
    intros S. apply sum_ext. intros z _. do 2 f_equal. apply eq_true_iff_eq; split; intros F;
      eauto using agree_trans, agree_sym.
  Qed.

  Lemma mixed_nonneg a s x w : 0 <= mixed a s x w.
  Proof. apply sum_nonneg. intros y I. apply when_nonneg, (never_negative J), I. Qed.

  Lemma sum_none {A : Type} (f : A -> R) (m : list A) : (forall a, In a m -> f a = 0) -> sum f m = 0.
  Proof. intros E. rewrite (sum_ext f (fun _ => 0)) by assumption. apply sum_zero. Qed.

  Lemma sum_found {A : Type} (f : A -> R) (m : list A) : sum f m <> 0 -> exists a, In a m /\ f a <> 0.
  Proof.
    induction m as [|a m IH]; simpl; [lra|]. intros N. destruct (Req_dec (f a) 0) as [Z|Z]; [|eauto].
    destruct IH as [b [I F]]; [lra|]. eauto.
  Qed.

  (* The same for every value of a, those that never meet (b,c) too. *)
  Lemma conditional a b c x w : H J (a ++ c) + H J (b ++ c) - H J (a ++ b ++ c) - H J c = 0 -> In w l -> fst w <> 0 ->
    mixed a (b ++ c) x w * P l c w = mixed a c x w * P l (b ++ c) w.
  Proof.
    intros Z Iw Nw. assert (F := fun y => factorised a b c y Z).
    assert (pos : forall s y, In y l -> fst y <> 0 -> 0 < P l s y).
    { intros s y I N. apply P_positive; [assumption|now apply positive]. }
    destruct (Req_dec (mixed a (b ++ c) x w) 0) as [E|E].
    2: { destruct (sum_found _ _ E) as [y [Iy Ny]].
         destruct (agree a x y && agree (b ++ c) w y) eqn:B; simpl in Ny; [|lra].
         apply andb_true_iff in B. destruct B as [B1 B2].
         assert (C : agree c w y = true) by (rewrite agree_app in B2; apply andb_true_iff in B2; tauto).
         rewrite (mixed_same a (b ++ c) x w y), (mixed_same a c x w y) by assumption.
         rewrite (P_same J c w y), (P_same J (b ++ c) w y) by assumption. now apply F. }
    rewrite E. destruct (Req_dec (mixed a c x w) 0) as [E2|E2]; [rewrite E2; ring|exfalso].
    destruct (sum_found _ _ E2) as [z [Iz Nz]]. destruct (agree a x z && agree c w z) eqn:B; simpl in Nz; [|lra].
    apply andb_true_iff in B. destruct B as [B1 B2].
    set (k y z := when (agree (b ++ c) w y && agree a z y) (fst y / P l (a ++ b ++ c) y)).
    assert (T1 : sum (fun y => sum (fun z => when (agree c w z) (fst z) * k y z) l) l = P l c w).
    { rewrite (sum_ext _ (fun y => P l c w / P l (b ++ c) w * when (agree (b ++ c) w y) (fst y))).
      - rewrite sum_scale. fold (P l (b ++ c) w). assert (p := pos (b ++ c) w Iw Nw). field. lra.
      - intros y Iy. unfold k. destruct (agree (b ++ c) w y) eqn:Y; simpl.
        2: { rewrite sum_none; [ring|]. intros; ring. }
        destruct (Req_dec (fst y) 0) as [Ey|Ey].
        + rewrite sum_none; [rewrite Ey; ring|]. intros v _. rewrite Ey.
          destruct (agree a v y); simpl; unfold Rdiv; ring.
        + assert (C : agree c w y = true) by (rewrite agree_app in Y; apply andb_true_iff in Y; tauto).
          rewrite (sum_ext _ (fun v => fst y / P l (a ++ b ++ c) y * when (agree (a ++ c) y v) (fst v))).
          * rewrite sum_scale. fold (P l (a ++ c) y). rewrite (P_same J c w y C), (P_same J (b ++ c) w y Y).
            assert (p1 := pos (a ++ b ++ c) y Iy Ey). assert (p2 := pos (b ++ c) y Iy Ey). assert (Fy := F y Iy Ey).
            apply Rmult_eq_reg_r with (P l (a ++ b ++ c) y * P l (b ++ c) y); [|nra]. field_simplify; [|lra|lra].
            nra.
          * intros v _. rewrite agree_app. replace (agree c y v) with (agree c w v).
            2: { apply eq_true_iff_eq. split; intros G; eauto using agree_trans, agree_sym. }
            replace (agree a v y) with (agree a y v) by (apply eq_true_iff_eq; split; apply agree_sym).
            destruct (agree c w v), (agree a y v); simpl; ring. }
    rewrite sum_swap in T1.
    assert (B3 : forall v, In v l -> sum (fun y => when (agree c w v) (fst v) * k y v) l <= when (agree c w v) (fst v)).
    { intros v Iv. rewrite sum_scale. assert (p : 0 <= when (agree c w v) (fst v)).
      { apply when_nonneg, (never_negative J), Iv. }
      rewrite <- Rmult_1_r. apply Rmult_le_compat_l; [assumption|].
      apply (shared J (fun y => agree (b ++ c) w y && agree a v y)). intros y Iy Q. apply sum_le. intros t It.
      assert (0 <= fst t) by apply (never_negative J t It).
      destruct (agree (b ++ c) w t && agree a v t) eqn:X; simpl; [|now apply (when_nonneg (agree (a ++ b ++ c) y t))].
      apply andb_true_iff in Q, X. destruct Q as [Q1 Q2], X as [X1 X2]. rewrite agree_app.
      rewrite (agree_trans a y v t), (agree_trans (b ++ c) y w t) by eauto using agree_sym. simpl. lra. }
    assert (G := sum_zero_each (fun v => when (agree c w v) (fst v)
      + (-1) * sum (fun y => when (agree c w v) (fst v) * k y v) l) l z).
    cbv beta in G. rewrite B2 in G. cbn [when] in G. rewrite (sum_none (fun y => fst z * k y z)) in G.
    - apply Nz. rewrite <- G; [ring| | |assumption].
      + intros v Iv. specialize (B3 v Iv). lra.
      + rewrite sum_plus, sum_scale, T1. fold (P l c w). lra.
    - intros y Iy. unfold k. destruct (agree (b ++ c) w y && agree a z y) eqn:Y; simpl; [|ring].
      apply andb_true_iff in Y. destruct Y as [Y1 Y2].
      assert (V := sum_zero_each _ l y
        (fun y I => when_nonneg (agree a x y && agree (b ++ c) w y) _ (never_negative J y I))
        (Req_le _ _ E) Iy). simpl in V. rewrite Y1, (agree_trans a x z y B1 Y2) in V. simpl in V. rewrite V.
      unfold Rdiv. ring.
  Qed.
End Equality.

Section CommonPart.
  Variables (J : joint) (a b c n : string).
  Notation l := (atoms J).
  Hypothesis first_chain : H J ([a] ++ [c]) + H J ([b] ++ [c]) - H J ([a] ++ [b] ++ [c]) - H J [c] = 0.
  Hypothesis second_chain : H J ([a] ++ [b]) + H J ([c] ++ [b]) - H J ([a] ++ [c] ++ [b]) - H J [b] = 0.

  Lemma agree_swapped x y : agree ([c] ++ [b]) x y = agree ([b] ++ [c]) x y.
  Proof. rewrite !agree_app. apply andb_comm. Qed.

  (* p(a as in x | b and c as in w) *)
  Definition law_of (x w : atom) : R := mixed J [a] ([b] ++ [c]) x w / P l ([b] ++ [c]) w.

  Definition alike (w y : atom) : bool :=
    forallb (fun x => if Req_EM_T (law_of x w) (law_of x y) then true else false) l.

  Lemma alike_spec w y : alike w y = true <-> forall x, In x l -> law_of x w = law_of x y.
  Proof.
    unfold alike. rewrite forallb_forall. split; intros E x I; specialize (E x I);
      destruct (Req_EM_T (law_of x w) (law_of x y)); congruence.
  Qed.

  (* The common part of b and c *)
  Definition part (w : atom) : nat := first alike l w.

  Lemma part_alike w y : In w l -> In y l -> (part w =? part y)%nat = alike w y.
  Proof.
    intros Iw Iy. apply first_spec; auto; clear.
    - intros z. now apply alike_spec.
    - intros z w. rewrite !alike_spec. intros E x I. now rewrite E.
    - intros z w v. rewrite !alike_spec. intros E F x I. now rewrite E, F.
  Qed.

  Lemma present s y : In y l -> fst y <> 0 -> 0 < P l s y.
  Proof. intros I N. apply P_positive; [assumption|]. assert (0 <= fst y) by apply (never_negative J y I). lra. Qed.

  Lemma law_from_c x w : In w l -> fst w <> 0 -> law_of x w = mixed J [a] [c] x w / P l [c] w.
  Proof.
    intros I N. assert (E := conditional J [a] [b] [c] x w first_chain I N). unfold law_of.
    assert (p1 := present ([b] ++ [c]) w I N). assert (p2 := present [c] w I N).
    apply Rmult_eq_reg_r with (P l ([b] ++ [c]) w * P l [c] w); [|nra].
    replace (mixed J [a] ([b] ++ [c]) x w / P l ([b] ++ [c]) w * (P l ([b] ++ [c]) w * P l [c] w))
      with (mixed J [a] ([b] ++ [c]) x w * P l [c] w) by (field; lra).
    rewrite E. field. lra.
  Qed.

  Lemma law_from_b x w : In w l -> fst w <> 0 -> law_of x w = mixed J [a] [b] x w / P l [b] w.
  Proof.
    intros I N. assert (E := conditional J [a] [c] [b] x w second_chain I N). unfold law_of.
    assert (p1 := present ([b] ++ [c]) w I N). assert (p2 := present [b] w I N).
    assert (E1 : mixed J [a] ([c] ++ [b]) x w = mixed J [a] ([b] ++ [c]) x w).
    { apply sum_ext. intros y _. now rewrite agree_swapped. }
    assert (E2 : P l ([c] ++ [b]) w = P l ([b] ++ [c]) w).
    { apply sum_ext. intros y _. now rewrite agree_swapped. }
    rewrite E1, E2 in E. apply Rmult_eq_reg_r with (P l ([b] ++ [c]) w * P l [b] w); [|nra].
    replace (mixed J [a] ([b] ++ [c]) x w / P l ([b] ++ [c]) w * (P l ([b] ++ [c]) w * P l [b] w))
      with (mixed J [a] ([b] ++ [c]) x w * P l [b] w) by (field; lra).
    rewrite E. field. lra.
  Qed.

  Lemma part_of s w y : In b s \/ In c s -> In w l -> In y l -> fst w <> 0 -> fst y <> 0 -> agree s w y = true ->
    (part w =? part y)%nat = true.
  Proof.
    intros D Iw Iy Nw Ny E. rewrite part_alike by assumption. apply alike_spec. intros x _. destruct D as [D|D].
    - assert (F : agree [b] w y = true) by (apply agree_incl with s; [intros v [<- |[]]|]; assumption).
      rewrite !law_from_b by assumption. now rewrite (mixed_cong J [a] [b] x w y F), (P_same J [b] w y F).
    - assert (F : agree [c] w y = true) by (apply agree_incl with s; [intros v [<- |[]]|]; assumption).
      rewrite !law_from_c by assumption. now rewrite (mixed_cong J [a] [c] x w y F), (P_same J [c] w y F).
  Qed.

  Lemma P_with_part s w : In b s \/ In c s -> In w l -> fst w <> 0 -> P_with J part s w = P l s w.
  Proof.
    intros D I N. apply sum_ext. intros y Iy. destruct (agree s w y) eqn:E; [|now rewrite andb_false_r].
    destruct (Req_dec (fst y) 0) as [Z|Z].
    - rewrite Z. destruct (part w =? part y)%nat; reflexivity.
    - now rewrite (part_of s w y).
  Qed.

  Lemma P_with_a w : In w l -> fst w <> 0 -> P_with J part [a] w = law_of w w * P_with J part [] w.
  Proof.
    intros Iw Nw.
    assert (E : sum (fun y => when (part w =? part y)%nat (fst y) * law_of w y) l = law_of w w * P_with J part [] w).
    { unfold P_with. rewrite <- sum_scale. apply sum_ext. intros y Iy. rewrite andb_true_r.
      destruct (part w =? part y)%nat eqn:U; cbn [when]; [|ring].
      rewrite part_alike in U by assumption. rewrite alike_spec in U. rewrite <- (U w Iw). ring. }
    rewrite <- E. unfold law_of, mixed.
    rewrite (sum_ext _ (fun y => sum (fun z => when (agree [a] w z) (fst z)
      * when ((part w =? part y)%nat && agree ([b] ++ [c]) y z) (fst y / P l ([b] ++ [c]) y)) l)).
    2: { intros y Iy. unfold Rdiv. rewrite <- Rmult_assoc, Rmult_comm, <- Rmult_assoc, <- sum_scale. apply sum_ext.
         intros z _.
         destruct (part w =? part y)%nat, (agree [a] w z), (agree ([b] ++ [c]) y z); cbn [when andb]; ring. }
    rewrite sum_swap. unfold P_with. apply sum_ext. intros z Iz. rewrite sum_scale.
    destruct (Req_dec (fst z) 0) as [Z|Z].
    { rewrite Z. destruct (part w =? part z)%nat, (agree [a] w z); cbn [when andb]; ring. }
    assert (p := present ([b] ++ [c]) z Iz Z).
    rewrite (sum_ext _ (fun y => when (part w =? part z)%nat (/ P l ([b] ++ [c]) z)
      * when (agree ([b] ++ [c]) z y) (fst y))).
    - rewrite sum_scale. fold (P l ([b] ++ [c]) z).
      destruct (part w =? part z)%nat, (agree [a] w z); cbn [when andb]; try ring. field. lra.
    - intros y Iy. destruct (Req_dec (fst y) 0) as [Y|Y].
      { rewrite Y. destruct (part w =? part y)%nat, (part w =? part z)%nat, (agree ([b] ++ [c]) y z),
          (agree ([b] ++ [c]) z y); cbn [when andb]; unfold Rdiv; ring. }
      replace (agree ([b] ++ [c]) y z) with (agree ([b] ++ [c]) z y)
        by (apply eq_true_iff_eq; split; apply agree_sym).
      destruct (agree ([b] ++ [c]) z y) eqn:F; [|rewrite andb_false_r; cbn [when]; ring].
      assert (U : (part z =? part y)%nat = true) by (apply part_of with ([b] ++ [c]); auto; left; now left).
      apply Nat.eqb_eq in U. rewrite <- U, (P_same J _ z y F).
      destruct (part w =? part z)%nat; cbn [when andb]; unfold Rdiv; ring.
  Qed.

  Hypotheses (na : n <> a) (nb : n <> b) (nc : n <> c).
  Notation K := (with_variable J n part).

  Lemma H_part s : In b s \/ In c s -> ~ In n s -> H K (n :: s) = H J s.
  Proof.
    intros D N. rewrite H_with by assumption. unfold H. f_equal. apply sum_ext. intros w I.
    destruct (Req_dec (fst w) 0) as [-> |Z]; [ring|]. now rewrite P_with_part.
  Qed.

  Lemma function_of_b : H K [n; b] = H K [b].
  Proof. rewrite H_part, H_beside; simpl; auto; intros [|[]]; congruence. Qed.

  Lemma function_of_c : H K [n; c] = H K [c].
  Proof. rewrite H_part, H_beside; simpl; auto; intros [|[]]; congruence. Qed.

  Lemma independent_given : H K [n; a] + H K [n; b; c] - H K [n; a; b; c] - H K [n] = 0.
  Proof.
    rewrite (H_part [b; c]), (H_part [a; b; c]) by (simpl; intuition congruence).
    rewrite !H_with by (simpl; intuition congruence). unfold H.
    assert (S : sum (fun w => fst w * ln (P_with J part [a] w)) l + sum (fun w => fst w * ln (P l [b; c] w)) l
      = sum (fun w => fst w * ln (P l [a; b; c] w)) l + sum (fun w => fst w * ln (P_with J part [] w)) l).
    { rewrite <- !sum_plus. apply sum_ext. intros w I. destruct (Req_dec (fst w) 0) as [-> |Z]; [ring|].
      rewrite P_with_a by assumption. unfold law_of. rewrite (mixed_same J [a] ([b] ++ [c]) w w w) by apply agree_refl.
      change ([a] ++ [b] ++ [c]) with [a; b; c]. change ([b] ++ [c]) with [b; c].
      assert (p1 := present [a; b; c] w I Z). assert (p2 := present [b; c] w I Z).
      assert (p3 : 0 < P_with J part [] w).
      { apply Rlt_le_trans with (fst w); [assert (0 <= fst w) by apply (never_negative J w I); lra|].
        replace (fst w) with (when ((part w =? part w)%nat && agree [] w w) (fst w)) by now rewrite Nat.eqb_refl.
        apply (sum_above (fun y => when ((part w =? part y)%nat && agree [] w y) (fst y))); auto.
        intros y Iy. apply when_nonneg, (never_negative J), Iy. }
      unfold Rdiv. rewrite !ln_mult, ln_Rinv; auto using Rmult_lt_0_compat, Rinv_0_lt_compat. ring. }
    lra.
  Qed.
End CommonPart.

(* As a rule of proof *)

Definition absent (n : string) : list line -> bool := all_sets (fun s => negb (existsb (String.eqb n) s)).

Definition apart (a b c : string) : line :=
  ([(1, H_ [a; c]); (1, H_ [b; c]); (-1 # 1, H_ [a; b; c]); (-1 # 1, H_ [c])]%Q, Eq).

Definition common_rows (n a b c : string) : list line :=
  [([(1, H_ [n; b]); (-1 # 1, H_ [b])]%Q, Eq);
   ([(1, H_ [n; c]); (-1 # 1, H_ [c])]%Q, Eq);
   ([(1, H_ [n; a]); (1, H_ [n; b; c]); (-1 # 1, H_ [n; a; b; c]); (-1 # 1, H_ [n])]%Q, Eq)].

Lemma holds_beside J n u lines : absent n lines = true ->
  (Forall (holds (with_variable J n u)) lines <-> Forall (holds J) lines).
Proof.
  apply holds_kept. intros s A. apply H_beside. intros N. apply negb_true_iff in A.
  assert (existsb (String.eqb n) s = true); [|congruence].
  apply existsb_exists. exists n. split; [assumption|apply String.eqb_refl].
Qed.

Theorem common_part n a b c given goal :
  absent n (given ++ goal) && negb (existsb (String.eqb n) [a; b; c]) = true ->
  valid given [apart a b c] -> valid given [apart a c b] ->
  valid (given ++ common_rows n a b c) goal -> valid given goal.
Proof.
  intros A V1 V2 V J E. apply andb_true_iff in A. destruct A as [A N].
  unfold absent, all_sets in A. rewrite forallb_app in A. apply andb_true_iff in A. destruct A as [AG AO].
  assert (D : n <> a /\ n <> b /\ n <> c).
  { simpl in N. destruct (String.eqb_spec n a), (String.eqb_spec n b), (String.eqb_spec n c); simpl in N;
      try discriminate. auto. }
  destruct D as [na [nb nc]].
  assert (Z : forall x y, valid given [apart a x y] ->
    H J ([a] ++ [y]) + H J ([x] ++ [y]) - H J ([a] ++ [x] ++ [y]) - H J [y] = 0).
  { intros x y W. specialize (W J E). inversion W as [|? ? Wl _]. unfold holds, Q2R in Wl. simpl in *. lra. }
  assert (Z1 := Z b c V1). assert (Z2 := Z c b V2).
  apply (holds_beside J n (part J a b c) goal AO), V. apply Forall_app. split.
  - now apply (holds_beside J n (part J a b c) given AG).
  - repeat constructor; unfold holds, Q2R; simpl.
    + rewrite (function_of_b J a b c n Z1 Z2 nb). lra.
    + rewrite (function_of_c J a b c n Z1 Z2 nc). lra.
    + assert (I := independent_given J a b c n Z1 Z2 na nb nc). lra.
Qed.
