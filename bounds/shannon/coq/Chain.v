(* Markov chains of every length: a claim about layers z_i and z_L of a chain is carried from one length to the next.

   Lines speak of "z_i", "z_i'" (the layer behind z_i) and "z_L", the last layer; in the parts of a proof "rest" stands
   for the layers that they do not speak of, and "z_L'" for the next one. *)

From Coq Require Import Reals Lra Lia List String Bool Arith QArith.
From Shannon Require Import Entropy Certificate Common.
Import ListNotations.
Open Scope string_scope.
Open Scope list_scope.
Open Scope R_scope.

(* Groups in the place of variables *)

Definition placed (g : string -> list string) : list line -> list line :=
  map (fun l =>
    (map (fun cq => (fst cq, match snd cq with One => One | H_ s => H_ (flat_map g s) end)) (fst l), snd l)).

Section Grouped.
  Variables (J : joint) (g : string -> list string).
  Definition group (a : atom) : atom := (fst a, fun v => first (agree (g v)) (atoms J) a).

  Lemma group_nonneg a : In a (map group (atoms J)) -> 0 <= fst a.
  Proof. rewrite in_map_iff. intros [b [<- I]]. exact (never_negative J b I). Qed.

  Lemma group_total : sum fst (map group (atoms J)) = 1.
  Proof. rewrite sum_through. exact (total J). Qed.

  Definition grouped : joint := Joint (map group (atoms J)) group_nonneg group_total.

  Lemma agree_group s a b : In a (atoms J) -> In b (atoms J) -> agree s (group a) (group b) = agree (flat_map g s) a b.
  Proof.
    intros Ia Ib. induction s as [|v s IH]; [reflexivity|]. simpl. rewrite agree_app, <- IH. simpl. f_equal.
    apply first_spec; auto using agree_refl, agree_sym. intros. eauto using agree_trans.
  Qed.

  Lemma H_grouped s : H grouped s = H J (flat_map g s).
  Proof.
    unfold H, P. simpl. rewrite sum_through. f_equal. apply sum_ext. intros a Ia. simpl. do 2 f_equal.
    rewrite sum_through. apply sum_ext. intros b Ib. now rewrite agree_group.
  Qed.

  Lemma holds_grouped lines : Forall (holds grouped) lines <-> Forall (holds J) (placed g lines).
  Proof.
    unfold placed. rewrite Forall_map.
    assert (E : forall f, value grouped f
      = value J (map (fun cq => (fst cq, match snd cq with One => One | H_ s => H_ (flat_map g s) end)) f)).
    { induction f as [|[c [|s]] f IH]; simpl; rewrite ?IH, ?H_grouped; reflexivity. }
    rewrite !Forall_forall. unfold holds. simpl.
    split; intros F l I; specialize (F l I); [rewrite <- E|rewrite E]; assumption.
  Qed.
End Grouped.

Lemma valid_grouped g given goal : valid given goal -> valid (placed g given) (placed g goal).
Proof. intros V J E. apply holds_grouped, V, holds_grouped, E. Qed.

Lemma placed_app g s t : placed g (s ++ t) = placed g s ++ placed g t.
Proof. apply map_app. Qed.

Lemma flat_map_twice (g h : string -> list string) s :
  flat_map g (flat_map h s) = flat_map (fun v => flat_map g (h v)) s.
Proof. induction s as [|v s IH]; simpl; [reflexivity|]. now rewrite flat_map_app, IH. Qed.

Lemma placed_twice g h k keeps lines : all_sets (forallb keeps) lines = true ->
  (forall v, keeps v = true -> flat_map g (h v) = k v) -> placed g (placed h lines) = placed k lines.
Proof.
  intros A E. unfold placed. rewrite map_map. apply map_ext_in. intros [f r] I. unfold all_sets in A.
  rewrite forallb_forall in A. specialize (A _ I). simpl in *. f_equal. rewrite map_map. apply map_ext_in.
  intros [c [|s]] F; [reflexivity|]. simpl. do 2 f_equal. rewrite forallb_forall in A. specialize (A _ F). simpl in A.
  rewrite flat_map_twice. rewrite forallb_forall in A. clear F I. induction s as [|v s IH]; simpl in *; [reflexivity|].
  rewrite (E v) by auto. f_equal. auto.
Qed.

(* Chains *)

Definition between (a b c : list string) : line :=
  ([(1, H_ (a ++ c)); (1, H_ (b ++ c)); (-1 # 1, H_ (a ++ b ++ c)); (-1 # 1, H_ c)]%Q, Eq).

(* before -> first group -> ... -> last group *)
Fixpoint chained (before : list string) (groups : list (list string)) : list line :=
  match groups with
  | [] => []
  | g :: rest => match rest with [] => [] | _ => between before (List.concat rest) g :: chained (before ++ g) rest end
  end.

Lemma placed_chained g before groups :
  placed g (chained before groups) = chained (flat_map g before) (map (flat_map g) groups).
Proof.
  assert (C : forall gs, flat_map g (List.concat gs) = List.concat (map (flat_map g) gs)).
  { induction gs as [|x gs IH]; simpl; [reflexivity|]. now rewrite flat_map_app, IH. }
  revert before. induction groups as [|x [|y rest] IH]; intros before; [reflexivity|reflexivity|].
  change (chained before (x :: y :: rest))
    with (between before (List.concat (y :: rest)) x :: chained (before ++ x) (y :: rest)).
  cbn [placed map]. fold (placed g (chained (before ++ x) (y :: rest))). rewrite IH.
  change (map (flat_map g) (x :: y :: rest)) with (flat_map g x :: map (flat_map g) (y :: rest)).
  cbn [chained map]. rewrite flat_map_app. f_equal. unfold between. simpl.
  rewrite <- C. simpl. rewrite !flat_map_app. rewrite ?flat_map_app. reflexivity.
Qed.

Lemma between_value J a b c : holds J (between a b c) <->
  H J (a ++ c) + H J (b ++ c) - H J (a ++ b ++ c) - H J c = 0.
Proof. unfold holds, between, Q2R. simpl. lra. Qed.

Definition same_set (s t : list string) : Prop := incl s t /\ incl t s.

Lemma between_same J a b c a' b' : same_set (a ++ c) (a' ++ c) -> same_set (b ++ c) (b' ++ c) ->
  holds J (between a b c) -> holds J (between a' b' c).
Proof.
  rewrite !between_value. intros [A A'] [B B'] E.
  rewrite (H_same J (a' ++ c) (a ++ c)), (H_same J (b' ++ c) (b ++ c)), (H_same J (a' ++ b' ++ c) (a ++ b ++ c)); auto.
  - intros v I. rewrite !in_app_iff in I. specialize (A' v). specialize (B' v). rewrite !in_app_iff in *. tauto.
  - intros v I. rewrite !in_app_iff in I. specialize (A v). specialize (B v). rewrite !in_app_iff in *. tauto.
Qed.

(* A chain without its last group is one. *)
Lemma chained_prefix J groups before x :
  Forall (holds J) (chained before (groups ++ [x])) -> Forall (holds J) (chained before groups).
Proof.
  revert before. induction groups as [|y [|z rest] IH]; intros before E; [constructor|constructor|].
  change (Forall (holds J)
    (between before (List.concat ((z :: rest) ++ [x])) y :: chained (before ++ y) ((z :: rest) ++ [x]))) in E.
  assert (E1 := Forall_inv E). assert (E2 := Forall_inv_tail E). constructor; [|now apply IH].
  rewrite concat_app in E1. set (b := List.concat (z :: rest)) in *.
  change (List.concat [x]) with (x ++ []) in E1. rewrite app_nil_r in E1.
  apply between_value. apply between_value in E1.
  assert (N1 := information_nonneg J before b y). assert (N2 := information_nonneg J before x (b ++ y)).
  rewrite (H_same J ((b ++ x) ++ y) (x ++ b ++ y)), (H_same J (before ++ (b ++ x) ++ y) (before ++ x ++ b ++ y)) in E1;
    [lra| | | |]; intros v; rewrite !in_app_iff; tauto.
Qed.

(* What the members in front of some layers say of all of them together *)
Lemma chained_front J groups before layers inside : layers <> [] -> same_set (List.concat layers) inside ->
  Forall (holds J) (chained before (groups ++ layers)) -> Forall (holds J) (chained before (groups ++ [inside])).
Proof.
  intros N [A A']. revert before. induction groups as [|y rest IH]; intros before E; [constructor|].
  assert (S : forall t, t <> [] ->
    chained before (y :: rest ++ t) = between before (List.concat (rest ++ t)) y :: chained (before ++ y) (rest ++ t)).
  { intros t T. simpl. destruct (rest ++ t) eqn:R; [|reflexivity]. apply app_eq_nil in R. tauto. }
  rewrite <- app_comm_cons in E. rewrite <- app_comm_cons. rewrite S in E by assumption. rewrite S by discriminate.
  assert (E1 := Forall_inv E). assert (E2 := Forall_inv_tail E). constructor; [|now apply IH].
  revert E1. apply between_same; [split; apply incl_refl|]. rewrite !concat_app. simpl. rewrite app_nil_r.
  split; intros v; specialize (A v); specialize (A' v); rewrite !in_app_iff; tauto.
Qed.

(* The condition at the last group but one *)
Lemma chained_end J groups before x y : Forall (holds J) (chained before (groups ++ [x; y])) ->
  holds J (between (before ++ List.concat groups) y x).
Proof.
  revert before. induction groups as [|z rest IH]; intros before E.
  - simpl in E. inversion E as [|? ? E1 _]; subst. rewrite app_nil_r in *. exact E1.
  - assert (S : chained before (z :: rest ++ [x; y])
      = between before (List.concat (rest ++ [x; y])) z :: chained (before ++ z) (rest ++ [x; y])).
    { simpl. destruct (rest ++ [x; y]) eqn:R; [apply app_eq_nil in R; now destruct R|reflexivity]. }
    rewrite <- app_comm_cons, S in E. assert (E2 := Forall_inv_tail E). apply IH in E2.
    simpl. now rewrite app_assoc.
Qed.

Lemma placed_ext g k keeps lines : all_sets (forallb keeps) lines = true -> (forall v, keeps v = true -> g v = k v) ->
  placed g lines = placed k lines.
Proof.
  intros A E. unfold placed. apply map_ext_in. intros [f r] I. unfold all_sets in A.
  rewrite forallb_forall in A. specialize (A _ I). simpl in *. f_equal. apply map_ext_in.
  intros [c [|s]] F; [reflexivity|]. simpl. do 2 f_equal. rewrite forallb_forall in A. specialize (A _ F). simpl in A.
  rewrite forallb_forall in A. clear F I. induction s as [|v s IH]; simpl in *; [reflexivity|].
  rewrite (E v) by auto. f_equal. auto.
Qed.

(* Layers z 1, ..., z L; they may have any names. *)

Definition layers (z : nat -> string) (L : nat) : list (list string) := map (fun k => [z k]) (seq 1 L).

Definition place (z : nat -> string) (i L : nat) (v : string) : list string :=
  if String.eqb v "z_i" then [z i] else if String.eqb v "z_i'" then [z (S i)]
  else if String.eqb v "z_L" then [z L] else [v].

Definition full (z : nat -> string) (i L : nat) (v : string) : list string :=
  if String.eqb v "rest" then map z (seq 1 (L - 1)) else if String.eqb v "z_L'" then [z (S L)] else place z i L v.

Definition ordinary (v : string) : bool := negb (String.eqb v "rest") && negb (String.eqb v "z_L'").
Definition foreign (v : string) : bool :=
  ordinary v && negb (String.eqb v "z_i") && negb (String.eqb v "z_i'") && negb (String.eqb v "z_L").

Lemma concat_layers z L : List.concat (layers z L) = map z (seq 1 L).
Proof. unfold layers. induction (seq 1 L) as [|k s IH]; simpl; [|rewrite IH]; reflexivity. Qed.

Lemma layers_S z L : layers z (S L) = layers z L ++ [[z (S L)]].
Proof. unfold layers. now rewrite seq_S, map_app. Qed.

Lemma full_foreign z i L s : forallb foreign s = true -> flat_map (full z i L) s = s.
Proof.
  induction s as [|v s IH]; simpl; [reflexivity|]. intros E. apply andb_true_iff in E. destruct E as [V E].
  rewrite IH by assumption. unfold foreign, ordinary in V. rewrite !andb_true_iff, !negb_true_iff in V.
  destruct V as [[[[V1 V2] V3] V4] V5]. unfold full, place. now rewrite V1, V2, V3, V4, V5.
Qed.

(* Two sets of layers and other names have the same members; L and i are the numbers where a layer has two names. *)
Ltac leaf := solve [assumption | reflexivity | eexists; split; [reflexivity|apply in_seq; lia] | f_equal; lia].
Ltac tree := first [leaf | left; tree | right; tree].
Ltac members L i :=
  split; intros v I; repeat (rewrite ?in_app_iff, ?in_map_iff in *; simpl in * );
  repeat match goal with
    | H : _ \/ _ |- _ => destruct H
    | H : exists _, _ |- _ => destruct H
    | H : _ /\ _ |- _ => destruct H
    | H : False |- _ => destruct H
    | H : In _ (seq _ _) |- _ => apply in_seq in H
    end; subst;
  first [tree | match goal with H : (_ <= ?k)%nat |- context [_ = ?z ?k] =>
    destruct (Nat.eq_dec k L); destruct (Nat.eq_dec k (S L)); destruct (Nat.eq_dec k i); destruct (Nat.eq_dec k (S i));
    tree end
  | destruct (Nat.eq_dec i L); destruct (Nat.eq_dec (S i) L); tree].

Section Induction.
  (* The members in front, whether lines speak of z_i', what is carried, and the claim. *)
  Variables (g0 : list string) (gs : list (list string)) (next : bool) (carried given goal : list line).

  Definition in_front : list string := g0 ++ List.concat gs.
  Definition named : list string := if next then ["rest"; "z_i"; "z_i'"] else ["rest"; "z_i"].
  Definition start (i : nat) : nat := if next then S i else i.

  Definition base_given : list line := chained g0 (gs ++ [named])
    ++ if next then chained (in_front ++ ["rest"]) [["z_i"]; ["z_i'"]] else [].
  Definition step_given : list line := chained g0 (gs ++ [named ++ ["z_L"; "z_L'"]])
    ++ chained (in_front ++ named) [["z_L"]; ["z_L'"]] ++ carried.
  Definition end_given : list line := chained g0 (gs ++ [named ++ ["z_L"]]) ++ carried ++ given.

  Definition at_first (v : string) : list string :=
    if String.eqb v "z_L" then [if next then "z_i'" else "z_i"] else [v].
  Definition at_next (v : string) : list string := if String.eqb v "z_L" then ["z_L'"] else [v].

  Hypothesis clean : forallb foreign in_front && all_sets (forallb ordinary) (carried ++ given ++ goal) = true.
  Hypothesis base : valid base_given (placed at_first carried).
  Hypothesis step : valid step_given (placed at_next carried).
  Hypothesis finish : valid end_given goal.

  Variables (z : nat -> string) (i : nat).
  Hypothesis one : (1 <= i)%nat.

  Notation chain L := (chained g0 (gs ++ layers z L)).

  Lemma clean_lines : all_sets (forallb ordinary) carried = true /\ all_sets (forallb ordinary) given = true
    /\ all_sets (forallb ordinary) goal = true.
  Proof.
    assert (C := clean). apply andb_true_iff in C. destruct C as [_ C]. unfold all_sets in *.
    rewrite !forallb_app, !andb_true_iff in C. tauto.
  Qed.

  Lemma front_foreign L : flat_map (full z i L) g0 = g0 /\ map (flat_map (full z i L)) gs = gs
    /\ flat_map (full z i L) in_front = in_front.
  Proof.
    assert (C := clean). apply andb_true_iff in C. destruct C as [C _].
    repeat split; [| |now apply full_foreign]; unfold in_front in C; rewrite forallb_app in C;
      apply andb_true_iff in C; destruct C as [C0 Cs]; [now apply full_foreign|].
    clear C0. induction gs as [|g rest IH]; simpl in *; [reflexivity|].
    rewrite forallb_app in Cs. apply andb_true_iff in Cs. destruct Cs as [Cg Cs]. rewrite full_foreign, IH; auto.
  Qed.

  Lemma full_place L v : ordinary v = true -> full z i L v = place z i L v.
  Proof.
    unfold ordinary, full. rewrite andb_true_iff, !negb_true_iff. now intros [-> ->].
  Qed.

  Lemma front_holds J L M inside : (1 <= M)%nat -> same_set (map z (seq 1 M)) (flat_map (full z i L) inside) ->
    Forall (holds J) (chain M) -> Forall (holds J) (placed (full z i L) (chained g0 (gs ++ [inside]))).
  Proof.
    intros P S E. destruct (front_foreign L) as [F0 [Fs _]].
    rewrite placed_chained, map_app, F0, Fs. apply chained_front with (layers z M); auto.
    - destruct M; [lia|discriminate].
    - now rewrite concat_layers.
  Qed.

  Lemma end_holds J L M before x y : (1 <= M)%nat -> full z i L x = [z M] -> full z i L y = [z (S M)] ->
    same_set (flat_map (full z i L) before ++ [z M]) ((in_front ++ map z (seq 1 (M - 1))) ++ [z M]) ->
    Forall (holds J) (chain (S M)) -> Forall (holds J) (placed (full z i L) (chained before [[x]; [y]])).
  Proof.
    intros P X Y [S S'] E. rewrite placed_chained. simpl. rewrite X, Y. simpl. constructor; [|constructor].
    destruct M as [|M]; [lia|]. rewrite !layers_S, <- app_assoc, app_assoc in E. apply chained_end in E.
    revert E. rewrite concat_app, concat_layers. unfold in_front in *. simpl in S, S'.
    rewrite Nat.sub_0_r in S, S'. rewrite app_assoc. apply between_same; split; auto using incl_refl.
  Qed.

  Local Opaque seq. (* or simpl takes it apart *)

  Lemma carried_holds L : (start i <= L)%nat -> forall J, Forall (holds J) (chain L) ->
    Forall (holds J) (placed (place z i L) carried).
  Proof.
    destruct clean_lines as [Cc [_ _]]. induction 1 as [|L P IH]; intros J E.
    - rewrite <- (placed_twice (full z i (start i)) at_first _ ordinary carried Cc).
      2: { intros v V. unfold ordinary in V. apply andb_true_iff in V. rewrite !negb_true_iff in V.
           destruct V as [V1 V2].
           unfold at_first, full, place, start. destruct (String.eqb_spec v "z_L") as [-> |N].
           - destruct next; reflexivity.
           - simpl. rewrite V1, V2. destruct (String.eqb_spec v "z_L"); [congruence|]. apply app_nil_r. }
      apply (valid_grouped _ _ _ base). unfold base_given. rewrite placed_app. apply Forall_app. split.
      + apply front_holds with (start i); unfold start, named in *; destruct next; try lia; auto;
          cbn [flat_map]; unfold full, place; simpl String.eqb; cbv iota; members i i.
      + unfold start in *. destruct next; [|constructor]. apply end_holds with i; auto.
        rewrite flat_map_app. destruct (front_foreign (S i)) as [_ [_ ->]].
        unfold full, place. simpl. members i i.
    - assert (C := E). rewrite layers_S, app_assoc in C. apply chained_prefix in C. specialize (IH J C). clear C.
      assert (L1 : (1 <= L)%nat) by (unfold start in P; destruct next; lia).
      rewrite <- (placed_twice (full z i L) at_next _ ordinary carried Cc).
      2: { intros v V. unfold ordinary in V. apply andb_true_iff in V. rewrite !negb_true_iff in V.
           destruct V as [V1 V2].
           unfold at_next, full, place. destruct (String.eqb_spec v "z_L") as [-> |N]; [reflexivity|].
           simpl. rewrite V1, V2. destruct (String.eqb_spec v "z_L"); [congruence|]. apply app_nil_r. }
      apply (valid_grouped _ _ _ step). unfold step_given. rewrite !placed_app, !Forall_app. repeat split.
      + apply front_holds with (S L); auto; try lia. unfold start, named in *.
        destruct next; cbn [flat_map app]; unfold full, place; simpl String.eqb; cbv iota; members L i.
      + apply end_holds with L; auto. rewrite flat_map_app. destruct (front_foreign L) as [_ [_ ->]].
        unfold start, named in *. destruct next; cbn [flat_map app]; unfold full, place; simpl String.eqb; cbv iota;
          members L i.
      + rewrite (placed_ext (full z i L) (place z i L) ordinary carried Cc); [exact IH|]. exact (full_place L).
  Qed.

  Theorem by_induction L : (start i <= L)%nat ->
    valid (chain L ++ placed (place z i L) given) (placed (place z i L) goal).
  Proof.
    intros P J E. apply Forall_app in E. destruct E as [E G]. assert (C := carried_holds L P J E).
    destruct clean_lines as [Cc [Cg Co]].
    assert (L1 : (1 <= L)%nat) by (unfold start in P; destruct next; lia).
    assert (F := fun lines A => placed_ext (full z i L) (place z i L) ordinary lines A (full_place L)).
    rewrite <- (F goal Co). apply (valid_grouped _ _ _ finish). unfold end_given. rewrite !placed_app, !Forall_app.
    rewrite (F carried Cc), (F given Cg). repeat split; auto. apply front_holds with L; auto.
    unfold start, named in *. destruct next; cbn [flat_map app]; unfold full, place; simpl String.eqb; cbv iota;
      members L i.
  Qed.
End Induction.
