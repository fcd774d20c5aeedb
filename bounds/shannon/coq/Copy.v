(* The copy lemma of Zhang and Yeung: some variables have copies that are, with the variables `over`, of the same law as
   they are, and independent given those of everything else. A proof may therefore assume them. *)

From Coq Require Import Reals Lra List String Bool Arith QArith.
From Shannon Require Import Entropy Certificate Common.
Import ListNotations.
Open Scope R_scope.

Lemma sum_prod {A B : Type} (f : A * B -> R) (l : list A) (m : list B) :
  sum f (list_prod l m) = sum (fun a => sum (fun b => f (a, b)) m) l.
Proof.
  assert (App : forall (x y : list (A * B)), sum f (x ++ y) = sum f x + sum f y).
  { intros x y. induction x as [|a x IH]; simpl; [|rewrite IH]; ring. }
  induction l as [|a l IH]; simpl; [reflexivity|]. now rewrite App, IH, sum_through.
Qed.

Section Copy.
  Variables (J : joint) (copies : list (string * string)) (over : list string). (* new names before old ones *)
  Notation l := (atoms J).

  Definition copied_from (v : string) : option string :=
    match find (fun p => String.eqb v (fst p)) copies with Some p => Some (snd p) | None => None end.

  Definition weight (w x : atom) : R := fst w * (when (agree over w x) (fst x) / P l over w).

  Definition join (wx : atom * atom) : atom :=
    (weight (fst wx) (snd wx),
     fun v => match copied_from v with Some o => snd (snd wx) o | None => snd (fst wx) v end).

  Definition olds (s : list string) : list string :=
    flat_map (fun v => match copied_from v with Some o => [o] | None => [] end) s.
  Definition plain (s : list string) : list string :=
    filter (fun v => match copied_from v with Some _ => false | None => true end) s.

  Lemma nonneg w : In w l -> 0 <= fst w.
  Proof. apply (never_negative J). Qed.

  Lemma here s w : In w l -> fst w <> 0 -> 0 < P l s w.
  Proof. intros I N. apply P_positive; [assumption|]. assert (p := nonneg w I). lra. Qed.

  Lemma weight_nonneg w x : In w l -> In x l -> 0 <= weight w x.
  Proof.
    intros Iw Ix. assert (p := nonneg w Iw). assert (q := nonneg x Ix). unfold weight.
    destruct (Req_dec (fst w) 0) as [-> |Z]; [lra|]. apply Rmult_le_pos; [assumption|].
    apply Rmult_le_pos; [now apply when_nonneg|]. apply Rlt_le, Rinv_0_lt_compat. now apply here.
  Qed.

  Lemma weight_sum f : sum (fun w => sum (fun x => weight w x * f w) l) l = sum (fun w => fst w * f w) l.
  Proof.
    apply sum_ext. intros w I. rewrite (sum_ext _ (fun x => fst w * f w / P l over w * when (agree over w x) (fst x))).
    - rewrite sum_scale. fold (P l over w). destruct (Req_dec (fst w) 0) as [-> |Z]; [unfold Rdiv; ring|].
      assert (p := here over w I Z). field. lra.
    - intros x _. unfold weight, Rdiv. ring.
  Qed.

  Lemma weight_sum_copy f : sum (fun w => sum (fun x => weight w x * f x) l) l = sum (fun x => fst x * f x) l.
  Proof.
    rewrite sum_swap. apply sum_ext. intros x I. destruct (Req_dec (fst x) 0) as [Z|Z].
    { rewrite Z. rewrite sum_none; [ring|]. intros w _. unfold weight. rewrite Z.
      destruct (agree over w x); simpl; unfold Rdiv; ring. }
    assert (p := here over x I Z).
    rewrite (sum_ext _ (fun w => fst x * f x / P l over x * when (agree over x w) (fst w))).
    - rewrite sum_scale. fold (P l over x). field. lra.
    - intros w _. unfold weight. replace (agree over x w) with (agree over w x)
        by (apply eq_true_iff_eq; split; apply agree_sym).
      destruct (agree over w x) eqn:E; simpl; [rewrite (P_same J over w x E)|]; unfold Rdiv; ring.
  Qed.

  Lemma join_nonneg a : In a (map join (list_prod l l)) -> 0 <= fst a.
  Proof.
    rewrite in_map_iff. intros [[w x] [<- I]]. apply in_prod_iff in I. simpl. now apply weight_nonneg.
  Qed.

  Lemma join_total : sum fst (map join (list_prod l l)) = 1.
  Proof.
    rewrite sum_through, sum_prod. simpl. rewrite <- (total J).
    rewrite (sum_ext fst (fun w => fst w * 1) l) by (intros; ring). rewrite <- weight_sum.
    apply sum_ext. intros w _. apply sum_ext. intros x _. ring.
  Qed.

  Definition with_copies : joint := Joint (map join (list_prod l l)) join_nonneg join_total.
  Notation K := with_copies.

  Lemma agree_join s w x y z : agree s (join (w, x)) (join (y, z)) = agree (olds s) x z && agree (plain s) w y.
  Proof.
    induction s as [|v s IH]; [reflexivity|]. unfold olds, plain in *. simpl. destruct (copied_from v) as [o|]; simpl.
    - rewrite IH. apply andb_assoc.
    - rewrite IH, !andb_assoc. f_equal. apply andb_comm.
  Qed.

  Definition PK (s : list string) (w x : atom) : R :=
    sum (fun y => sum (fun z => when (agree (olds s) x z && agree (plain s) w y) (weight y z)) l) l.

  Lemma H_copies s : H K s = - sum (fun w => sum (fun x => weight w x * ln (PK s w x)) l) l.
  Proof.
    unfold H. simpl. rewrite sum_through, sum_prod. f_equal. apply sum_ext. intros w _. apply sum_ext. intros x _.
    simpl. do 2 f_equal. unfold P. rewrite sum_through, sum_prod. apply sum_ext. intros y _. apply sum_ext. intros z _.
    now rewrite agree_join.
  Qed.

  Lemma PK_plain s w x : olds s = [] -> PK s w x = P l (plain s) w.
  Proof.
    intros E. unfold PK. rewrite E. unfold P.
    rewrite (sum_ext (fun y => when (agree (plain s) w y) (fst y)) (fun y => fst y * when (agree (plain s) w y) 1)).
    - rewrite <- weight_sum. apply sum_ext. intros y _. apply sum_ext. intros z _.
      destruct (agree (plain s) w y); simpl; ring.
    - intros y _. destruct (agree (plain s) w y); simpl; ring.
  Qed.

  Lemma PK_copy s w x : incl (plain s) over -> agree over w x = true -> PK s w x = P l (olds s ++ plain s) x.
  Proof.
    intros I E. unfold PK. unfold P.
    rewrite (sum_ext (fun z => when (agree (olds s ++ plain s) x z) (fst z))
      (fun z => fst z * when (agree (olds s ++ plain s) x z) 1)).
    - rewrite <- weight_sum_copy. apply sum_ext. intros y _. apply sum_ext. intros z _. rewrite agree_app.
      unfold weight. destruct (agree over y z) eqn:F.
      + replace (agree (plain s) w y) with (agree (plain s) x z).
        * destruct (agree (olds s) x z), (agree (plain s) x z); simpl; ring.
        * apply (agree_incl _ _ _ _ I) in E, F. apply eq_true_iff_eq.
          split; intros G; eauto using agree_trans, agree_sym.
      + destruct (agree (olds s) x z), (agree (plain s) x z), (agree (plain s) w y); simpl; unfold Rdiv; ring.
    - intros z _. destruct (agree (olds s ++ plain s) x z); simpl; ring.
  Qed.

  Lemma PK_both s w x : incl over (plain s) -> In w l -> fst w <> 0 -> agree over w x = true ->
    PK s w x = P l (plain s) w * P l (olds s ++ over) x / P l over w.
  Proof.
    intros I Iw Nw E. unfold PK.
    rewrite (sum_ext _ (fun y => P l (olds s ++ over) x / P l over w * when (agree (plain s) w y) (fst y))).
    - rewrite sum_scale. fold (P l (plain s) w). unfold Rdiv. ring.
    - intros y Iy. destruct (agree (plain s) w y) eqn:F.
      2: { rewrite sum_none; [simpl; ring|]. intros z _. now rewrite andb_false_r. }
      assert (G := agree_incl _ _ _ _ I F). cbn [when].
      rewrite (sum_ext _ (fun z => fst y / P l over w * when (agree (olds s ++ over) x z) (fst z))).
      + rewrite sum_scale. fold (P l (olds s ++ over) x). unfold Rdiv. ring.
      + intros z _. rewrite andb_true_r, agree_app. unfold weight. rewrite <- (P_same J over w y G).
        replace (agree over y z) with (agree over x z)
          by (apply eq_true_iff_eq; split; intros B; eauto using agree_trans, agree_sym).
        destruct (agree (olds s) x z), (agree over x z); simpl; unfold Rdiv; ring.
  Qed.

  Lemma H_plain s : olds s = [] -> H K s = H J (plain s).
  Proof.
    intros E. rewrite H_copies. unfold H. f_equal. rewrite <- weight_sum. apply sum_ext. intros w _. apply sum_ext.
    intros x _. now rewrite PK_plain.
  Qed.

  Lemma off_support w x : agree over w x = false -> weight w x = 0.
  Proof. intros E. unfold weight. rewrite E. simpl. unfold Rdiv. ring. Qed.

  Lemma H_copy s : incl (plain s) over -> H K s = H J (olds s ++ plain s).
  Proof.
    intros I. rewrite H_copies. unfold H. f_equal. rewrite <- weight_sum_copy. apply sum_ext. intros w _. apply sum_ext.
    intros x _. destruct (agree over w x) eqn:E; [now rewrite PK_copy|rewrite off_support by assumption; ring].
  Qed.

  Lemma olds_app s t : olds (s ++ t) = olds s ++ olds t.
  Proof. apply flat_map_app. Qed.

  Lemma plain_app s t : plain (s ++ t) = plain s ++ plain t.
  Proof. apply filter_app. Qed.

  Lemma independent_copy s t : plain s = [] -> olds t = [] -> olds over = [] -> plain over = over ->
    H K (s ++ over) + H K (t ++ over) - H K (s ++ t ++ over) - H K over = 0.
  Proof.
    intros S T O O'. rewrite !H_copies.
    assert (E : sum (fun w => sum (fun x => weight w x * ln (PK (s ++ over) w x)) l) l
      + sum (fun w => sum (fun x => weight w x * ln (PK (t ++ over) w x)) l) l
      = sum (fun w => sum (fun x => weight w x * ln (PK (s ++ t ++ over) w x)) l) l
      + sum (fun w => sum (fun x => weight w x * ln (PK over w x)) l) l).
    { rewrite <- !sum_plus. apply sum_ext. intros w Iw. rewrite <- !sum_plus. apply sum_ext. intros x Ix.
      destruct (agree over w x) eqn:E; [|rewrite off_support by assumption; ring].
      destruct (Req_dec (fst w) 0) as [Z|Z]; [unfold weight; rewrite Z; ring|].
      destruct (Req_dec (fst x) 0) as [Y|Y]; [unfold weight; rewrite Y, E; simpl; unfold Rdiv; ring|].
      rewrite PK_copy, (PK_plain (t ++ over)), (PK_plain over), PK_both; auto;
        rewrite ?olds_app, ?plain_app, ?S, ?T, ?O, ?O'; simpl; auto using incl_refl, incl_appr.
      assert (p1 := here (plain t ++ over) w Iw Z). assert (p2 := here over w Iw Z).
      assert (p3 := here (olds s ++ over) x Ix Y).
      rewrite app_nil_r. unfold Rdiv. rewrite !ln_mult, ln_Rinv; auto using Rmult_lt_0_compat, Rinv_0_lt_compat. ring. }
    lra.
  Qed.
End Copy.

(* As a rule of proof: `sets` names the entropies that are said to be those of what was copied. *)

Definition copy_rows copies (over rest : list string) (sets : list (list string)) : list line :=
  let names := map fst copies in
  map (fun s => ([(1, H_ s); (-1 # 1, H_ (olds copies s ++ plain copies s))]%Q, Eq)) sets
  ++ [([(1, H_ (names ++ over)); (1, H_ (rest ++ over));
       (-1 # 1, H_ (names ++ rest ++ over)); (-1 # 1, H_ over)]%Q, Eq)].

Definition untouched (copies : list (string * string)) (s : list string) : bool :=
  forallb (fun v => match copied_from copies v with Some _ => false | None => true end) s.

Lemma untouched_plain copies s : untouched copies s = true -> olds copies s = [] /\ plain copies s = s.
Proof.
  unfold untouched, olds, plain. induction s as [|v s IH]; simpl; [auto|]. intros E. apply andb_true_iff in E.
  destruct E as [V E]. destruct (copied_from copies v); [discriminate|]. destruct (IH E) as [-> ->]. auto.
Qed.

Lemma names_plain copies (s : list (string * string)) : incl s copies -> plain copies (map fst s) = [].
Proof.
  intros I. induction s as [|p s IH]; [reflexivity|]. unfold plain in *. simpl.
  rewrite IH by (intros q Q; apply I; now right).
  unfold copied_from. destruct (find _ copies) as [q|] eqn:F; [reflexivity|].
  assert (B := find_none _ _ F p (I p (or_introl eq_refl))). simpl in B. now rewrite String.eqb_refl in B.
Qed.

Theorem copy_lemma copies over rest sets given goal :
  untouched copies over && untouched copies rest
    && forallb (fun s => within (plain copies s) over && untouched copies (olds copies s ++ plain copies s)) sets
    && all_sets (untouched copies) (given ++ goal) = true ->
  valid (given ++ copy_rows copies over rest sets) goal -> valid given goal.
Proof.
  intros A V J E. rewrite !andb_true_iff in A. destruct A as [[[AO AR] AS] A].
  unfold all_sets in A. rewrite forallb_app in A. apply andb_true_iff in A. destruct A as [AG AH].
  assert (S : forall s, untouched copies s = true -> H (with_copies J copies over) s = H J s).
  { intros s U. destruct (untouched_plain copies s U) as [U1 U2]. rewrite H_plain by assumption. now rewrite U2. }
  apply (holds_kept _ _ _ goal S AH), V. apply Forall_app. split; [now apply (holds_kept _ _ _ given S AG)|].
  apply Forall_app. split.
  - apply Forall_forall. intros r I. apply in_map_iff in I. destruct I as [s [<- I]].
    rewrite forallb_forall in AS. specialize (AS s I). apply andb_true_iff in AS. destruct AS as [W U].
    assert (F := H_copy J copies over s (within_incl _ _ W)). rewrite <- (S _ U) in F.
    unfold holds, Q2R. simpl. rewrite F. lra.
  - constructor; [|constructor].
    destruct (untouched_plain _ _ AO) as [O1 O2]. destruct (untouched_plain _ _ AR) as [R1 R2].
    assert (N := names_plain copies copies (incl_refl _)).
    assert (I := independent_copy J copies over (map fst copies) rest N R1 O1 O2).
    unfold holds, Q2R. simpl. lra.
Qed.
