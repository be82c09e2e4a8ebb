extension EmojiNames {
    /// Faces, people, animals and plants.
    static let faces = """
        grinning,grinning_face=😀 smiley=😃 smile=😄 grin=😁 laughing,satisfied=😆 sweat_smile=😅
        rolling_on_the_floor_laughing,rofl=🤣 joy=😂 slightly_smiling_face,slight_smile=🙂 upside_down_face,upside_down=🙃
        melting_face=🫠 wink,winking_face=😉 blush=😊 innocent=😇
        smiling_face_with_3_hearts,smiling_face_with_three_hearts=🥰 heart_eyes=😍
        star_struck,grinning_face_with_star_eyes=🤩 kissing_heart=😘 kissing,kissing_face=😗 relaxed,smiling_face=☺️
        kissing_closed_eyes=😚 kissing_smiling_eyes=😙 smiling_face_with_tear=🥲 yum=😋 stuck_out_tongue=😛
        stuck_out_tongue_winking_eye=😜 zany_face,grinning_face_with_one_large_and_one_small_eye=🤪
        stuck_out_tongue_closed_eyes=😝 money_mouth_face,money_mouth=🤑 hugging_face,hugs,hugging=🤗
        face_with_hand_over_mouth,smiling_face_with_smiling_eyes_and_hand_covering_mouth,hand_over_mouth=🤭
        face_with_open_eyes_and_hand_over_mouth=🫢 face_with_peeking_eye=🫣
        shushing_face,face_with_finger_covering_closed_lips=🤫 thinking_face,thinking=🤔 saluting_face=🫡
        zipper_mouth_face,zipper_mouth=🤐 face_with_raised_eyebrow,face_with_one_eyebrow_raised,raised_eyebrow=🤨
        neutral_face=😐 expressionless=😑 no_mouth=😶 dotted_line_face=🫥 face_in_clouds=😶‍🌫️ smirk,smirking_face=😏
        unamused,unamused_face=😒 face_with_rolling_eyes,roll_eyes,rolling_eyes=🙄 grimacing=😬 face_exhaling=😮‍💨
        lying_face,liar=🤥 shaking_face=🫨 head_shaking_horizontally=🙂‍↔️ head_shaking_vertically=🙂‍↕️
        relieved,relieved_face=😌 pensive,pensive_face=😔 sleepy,sleepy_face=😪 drooling_face,drool=🤤
        sleeping,sleeping_face=😴 mask=😷 face_with_thermometer,thermometer_face=🤒 face_with_head_bandage,head_bandage=🤕
        nauseated_face,sick=🤢 face_vomiting,face_with_open_mouth_vomiting,vomiting_face=🤮 sneezing_face,sneeze=🤧
        hot_face=🥵 cold_face=🥶 woozy_face=🥴 dizzy_face=😵 face_with_spiral_eyes=😵‍💫
        exploding_head,shocked_face_with_exploding_head=🤯 face_with_cowboy_hat,cowboy_hat_face,cowboy=🤠 partying_face=🥳
        disguised_face=🥸 sunglasses=😎 nerd_face,nerd=🤓 face_with_monocle,monocle_face=🧐 confused,confused_face=😕
        face_with_diagonal_mouth=🫤 worried,worried_face=😟 slightly_frowning_face,slight_frown=🙁
        white_frowning_face,frowning_face,frowning2=☹️ open_mouth=😮 hushed,hushed_face=😯 astonished=😲
        flushed,flushed_face=😳 pleading_face=🥺 face_holding_back_tears=🥹 frowning=😦 anguished=😧 fearful,fearful_face=😨
        cold_sweat=😰 disappointed_relieved=😥 cry,crying_face=😢 sob=😭 scream=😱 confounded=😖 persevere=😣 disappointed=😞
        sweat=😓 weary,weary_face=😩 tired_face=😫 yawning_face=🥱 triumph=😤 rage,pout=😡 angry,angry_face=😠
        face_with_symbols_on_mouth,serious_face_with_symbols_covering_mouth,cursing_face,face_with_symbols_over_mouth=🤬
        smiling_imp=😈 imp=👿 skull,skeleton=💀 skull_and_crossbones,skull_crossbones=☠️ hankey,poop,shit,poo,pile_of_poo=💩
        clown_face,clown=🤡 japanese_ogre,ogre=👹 japanese_goblin,goblin=👺 ghost=👻 alien=👽 space_invader,alien_monster=👾
        robot_face,robot=🤖 smiley_cat,grinning_cat=😺 smile_cat=😸 joy_cat=😹 heart_eyes_cat=😻 smirk_cat=😼 kissing_cat=😽
        scream_cat,weary_cat=🙀 crying_cat_face,crying_cat=😿 pouting_cat=😾 see_no_evil=🙈 hear_no_evil=🙉 speak_no_evil=🙊
        love_letter=💌 cupid=💘 gift_heart=💝 sparkling_heart=💖 heartpulse,growing_heart=💗 heartbeat,beating_heart=💓
        revolving_hearts=💞 two_hearts=💕 heart_decoration=💟
        heavy_heart_exclamation_mark_ornament,heavy_heart_exclamation,heart_exclamation=❣️ broken_heart=💔
        heart_on_fire=❤️‍🔥 mending_heart=❤️‍🩹 heart,red_heart=❤️ pink_heart=🩷 orange_heart=🧡 yellow_heart=💛
        green_heart=💚 blue_heart=💙 light_blue_heart=🩵 purple_heart=💜 brown_heart=🤎 black_heart=🖤 grey_heart=🩶
        white_heart=🤍 kiss,kiss_mark=💋 100=💯 anger=💢 boom,collision=💥 dizzy=💫 sweat_drops=💦 dash,dashing_away=💨 hole=🕳️
        speech_balloon=💬 eye_in_speech_bubble,eye_speech_bubble=👁️‍🗨️ left_speech_bubble,speech_left=🗨️
        right_anger_bubble,anger_right=🗯️ thought_balloon=💭 zzz=💤 wave,waving_hand=👋 raised_back_of_hand,back_of_hand=🤚
        raised_hand_with_fingers_splayed,hand_splayed=🖐️ hand,raised_hand=✋
        spock_hand,vulcan_salute,vulcan,raised_hand_with_part_between_middle_and_ring_fingers=🖖 rightwards_hand=🫱
        leftwards_hand=🫲 palm_down_hand=🫳 palm_up_hand=🫴 leftwards_pushing_hand=🫷 rightwards_pushing_hand=🫸 ok_hand=👌
        pinched_fingers=🤌 pinching_hand=🤏 v,victory_hand=✌️
        crossed_fingers,hand_with_index_and_middle_fingers_crossed,fingers_crossed,hand_with_index_and_middle_finger_crossed=🤞
        hand_with_index_finger_and_thumb_crossed=🫰 i_love_you_hand_sign,love_you_gesture=🤟
        the_horns,sign_of_the_horns,metal=🤘 call_me_hand,call_me=🤙 point_left=👈 point_right=👉 point_up_2=👆
        middle_finger,reversed_hand_with_middle_finger_extended,fu=🖕 point_down=👇 point_up=☝️
        index_pointing_at_the_viewer=🫵 +1,thumbsup,thumbup,thumbs_up=👍 -1,thumbsdown,thumbdown,thumbs_down=👎
        fist,fist_raised,raised_fist=✊ facepunch,punch,fist_oncoming,oncoming_fist=👊
        left_facing_fist,fist_left,left_fist=🤛 right_facing_fist,fist_right,right_fist=🤜 clap=👏
        raised_hands,raising_hands=🙌 heart_hands=🫶 open_hands=👐 palms_up_together=🤲 handshake,shaking_hands=🤝
        pray,folded_hands=🙏 writing_hand=✍️ nail_care,nail_polish=💅 selfie=🤳 muscle,flexed_biceps=💪 mechanical_arm=🦾
        mechanical_leg=🦿 leg=🦵 foot=🦶 ear=👂 ear_with_hearing_aid=🦻 nose=👃 brain=🧠 anatomical_heart=🫀 lungs=🫁 tooth=🦷
        bone=🦴 eyes=👀 eye=👁️ tongue=👅 lips,mouth=👄 biting_lip=🫦 baby=👶 child=🧒 boy=👦 girl=👧 adult,person=🧑
        person_with_blond_hair,blond_haired_person=👱 man=👨 bearded_person,person_beard=🧔 man_with_beard,man_beard=🧔‍♂️
        woman_with_beard,woman_beard=🧔‍♀️ red_haired_man,man_red_haired,man_red_hair=👨‍🦰
        curly_haired_man,man_curly_haired=👨‍🦱 white_haired_man,man_white_haired=👨‍🦳 bald_man,man_bald=👨‍🦲 woman=👩
        red_haired_woman,woman_red_haired=👩‍🦰 red_haired_person,person_red_hair=🧑‍🦰
        curly_haired_woman,woman_curly_haired=👩‍🦱 curly_haired_person,person_curly_hair=🧑‍🦱
        white_haired_woman,woman_white_haired=👩‍🦳 white_haired_person,person_white_hair=🧑‍🦳 bald_woman,woman_bald=👩‍🦲
        bald_person,person_bald=🧑‍🦲 blond_haired_woman,blonde_woman=👱‍♀️ blond_haired_man=👱‍♂️
        older_adult,older_person=🧓 older_man,old_man=👴 older_woman,grandma,old_woman=👵 person_frowning,frowning_person=🙍
        man_frowning,frowning_man=🙍‍♂️ woman_frowning,frowning_woman=🙍‍♀️
        person_with_pouting_face,pouting_face,person_pouting=🙎 man_pouting,pouting_man=🙎‍♂️
        woman_pouting,pouting_woman=🙎‍♀️ no_good,person_gesturing_no=🙅 man_gesturing_no,no_good_man,ng_man=🙅‍♂️
        woman_gesturing_no,no_good_woman,ng_woman=🙅‍♀️ ok_woman,ok_person,person_gesturing_ok=🙆
        man_gesturing_ok,ok_man=🙆‍♂️ woman_gesturing_ok=🙆‍♀️
        information_desk_person,tipping_hand_person,person_tipping_hand=💁
        man_tipping_hand,tipping_hand_man,sassy_man=💁‍♂️ woman_tipping_hand,tipping_hand_woman,sassy_woman=💁‍♀️
        raising_hand,person_raising_hand=🙋 man_raising_hand,raising_hand_man=🙋‍♂️
        woman_raising_hand,raising_hand_woman=🙋‍♀️ deaf_person=🧏 deaf_man=🧏‍♂️ deaf_woman=🧏‍♀️ bow,person_bowing=🙇
        man_bowing,bowing_man=🙇‍♂️ woman_bowing,bowing_woman=🙇‍♀️ face_palm,facepalm,person_facepalming=🤦
        man_facepalming=🤦‍♂️ woman_facepalming=🤦‍♀️ shrug,person_shrugging=🤷 man_shrugging=🤷‍♂️ woman_shrugging=🤷‍♀️
        health_worker=🧑‍⚕️ male_doctor,man_health_worker=👨‍⚕️ female_doctor,woman_health_worker=👩‍⚕️ student=🧑‍🎓
        male_student,man_student=👨‍🎓 female_student,woman_student=👩‍🎓 teacher=🧑‍🏫 male_teacher,man_teacher=👨‍🏫
        female_teacher,woman_teacher=👩‍🏫 judge=🧑‍⚖️ male_judge,man_judge=👨‍⚖️ female_judge,woman_judge=👩‍⚖️ farmer=🧑‍🌾
        male_farmer,man_farmer=👨‍🌾 female_farmer,woman_farmer=👩‍🌾 cook=🧑‍🍳 male_cook,man_cook=👨‍🍳
        female_cook,woman_cook=👩‍🍳 mechanic=🧑‍🔧 male_mechanic,man_mechanic=👨‍🔧 female_mechanic,woman_mechanic=👩‍🔧
        factory_worker=🧑‍🏭 male_factory_worker,man_factory_worker=👨‍🏭 female_factory_worker,woman_factory_worker=👩‍🏭
        office_worker=🧑‍💼 male_office_worker,man_office_worker=👨‍💼 female_office_worker,woman_office_worker=👩‍💼
        scientist=🧑‍🔬 male_scientist,man_scientist=👨‍🔬 female_scientist,woman_scientist=👩‍🔬 technologist=🧑‍💻
        male_technologist,man_technologist=👨‍💻 female_technologist,woman_technologist=👩‍💻 singer=🧑‍🎤
        male_singer,man_singer=👨‍🎤 female_singer,woman_singer=👩‍🎤 artist=🧑‍🎨 male_artist,man_artist=👨‍🎨
        female_artist,woman_artist=👩‍🎨 pilot=🧑‍✈️ male_pilot,man_pilot=👨‍✈️ female_pilot,woman_pilot=👩‍✈️ astronaut=🧑‍🚀
        male_astronaut,man_astronaut=👨‍🚀 female_astronaut,woman_astronaut=👩‍🚀 firefighter=🧑‍🚒
        male_firefighter,man_firefighter=👨‍🚒 female_firefighter,woman_firefighter=👩‍🚒 cop,police_officer=👮
        male_police_officer,policeman,man_police_officer=👮‍♂️
        female_police_officer,policewoman,woman_police_officer=👮‍♀️ sleuth_or_spy,detective,spy=🕵️
        male_detective,man_detective=🕵️‍♂️ female_detective,woman_detective=🕵️‍♀️ guardsman,guard=💂
        male_guard,man_guard=💂‍♂️ female_guard,guardswoman,woman_guard=💂‍♀️ ninja=🥷 construction_worker=👷
        male_construction_worker,construction_worker_man,man_construction_worker=👷‍♂️
        female_construction_worker,construction_worker_woman,woman_construction_worker=👷‍♀️ person_with_crown=🫅 prince=🤴
        princess=👸 man_with_turban,person_with_turban,person_wearing_turban=👳 man_wearing_turban=👳‍♂️
        woman_wearing_turban,woman_with_turban=👳‍♀️ man_with_gua_pi_mao,man_with_chinese_cap=👲
        person_with_headscarf,woman_with_headscarf=🧕 person_in_tuxedo=🤵 man_in_tuxedo=🤵‍♂️ woman_in_tuxedo=🤵‍♀️
        bride_with_veil,person_with_veil=👰 man_with_veil=👰‍♂️ woman_with_veil=👰‍♀️ pregnant_woman,expecting_woman=🤰
        pregnant_man=🫃 pregnant_person=🫄 breast_feeding=🤱 woman_feeding_baby=👩‍🍼 man_feeding_baby=👨‍🍼
        person_feeding_baby=🧑‍🍼 angel,baby_angel=👼 santa,santa_claus=🎅 mrs_claus,mother_christmas=🤶 mx_claus=🧑‍🎄
        superhero=🦸 male_superhero,superhero_man,man_superhero=🦸‍♂️
        female_superhero,superhero_woman,woman_superhero=🦸‍♀️ supervillain=🦹
        male_supervillain,supervillain_man,man_supervillain=🦹‍♂️
        female_supervillain,supervillain_woman,woman_supervillain=🦹‍♀️ mage=🧙 male_mage,mage_man,man_mage=🧙‍♂️
        female_mage,mage_woman,woman_mage=🧙‍♀️ fairy=🧚 male_fairy,fairy_man,man_fairy=🧚‍♂️
        female_fairy,fairy_woman,woman_fairy=🧚‍♀️ vampire=🧛 male_vampire,vampire_man,man_vampire=🧛‍♂️
        female_vampire,vampire_woman,woman_vampire=🧛‍♀️ merperson=🧜 merman=🧜‍♂️ mermaid=🧜‍♀️ elf=🧝
        male_elf,elf_man,man_elf=🧝‍♂️ female_elf,elf_woman,woman_elf=🧝‍♀️ genie=🧞 male_genie,genie_man,man_genie=🧞‍♂️
        female_genie,genie_woman,woman_genie=🧞‍♀️ zombie=🧟 male_zombie,zombie_man,man_zombie=🧟‍♂️
        female_zombie,zombie_woman,woman_zombie=🧟‍♀️ troll=🧌 massage,person_getting_massage=💆
        man_getting_massage,massage_man,man_getting_face_massage=💆‍♂️
        woman_getting_massage,massage_woman,woman_getting_face_massage=💆‍♀️ haircut,person_getting_haircut=💇
        man_getting_haircut,haircut_man=💇‍♂️ woman_getting_haircut,haircut_woman=💇‍♀️ walking,person_walking=🚶
        man_walking,walking_man=🚶‍♂️ woman_walking,walking_woman=🚶‍♀️ person_walking_facing_right=🚶‍➡️
        woman_walking_facing_right=🚶‍♀️‍➡️ man_walking_facing_right=🚶‍♂️‍➡️ standing_person,person_standing=🧍
        man_standing,standing_man=🧍‍♂️ woman_standing,standing_woman=🧍‍♀️ kneeling_person,person_kneeling=🧎
        man_kneeling,kneeling_man=🧎‍♂️ woman_kneeling,kneeling_woman=🧎‍♀️ person_kneeling_facing_right=🧎‍➡️
        woman_kneeling_facing_right=🧎‍♀️‍➡️ man_kneeling_facing_right=🧎‍♂️‍➡️ person_with_probing_cane=🧑‍🦯
        person_with_white_cane_facing_right=🧑‍🦯‍➡️ man_with_probing_cane=👨‍🦯 man_with_white_cane_facing_right=👨‍🦯‍➡️
        woman_with_probing_cane=👩‍🦯 woman_with_white_cane_facing_right=👩‍🦯‍➡️ person_in_motorized_wheelchair=🧑‍🦼
        person_in_motorized_wheelchair_facing_right=🧑‍🦼‍➡️ man_in_motorized_wheelchair=👨‍🦼
        man_in_motorized_wheelchair_facing_right=👨‍🦼‍➡️ woman_in_motorized_wheelchair=👩‍🦼
        woman_in_motorized_wheelchair_facing_right=👩‍🦼‍➡️ person_in_manual_wheelchair=🧑‍🦽
        person_in_manual_wheelchair_facing_right=🧑‍🦽‍➡️ man_in_manual_wheelchair=👨‍🦽
        man_in_manual_wheelchair_facing_right=👨‍🦽‍➡️ woman_in_manual_wheelchair=👩‍🦽
        woman_in_manual_wheelchair_facing_right=👩‍🦽‍➡️ runner,running,person_running=🏃 man_running,running_man=🏃‍♂️
        woman_running,running_woman=🏃‍♀️ person_running_facing_right=🏃‍➡️ woman_running_facing_right=🏃‍♀️‍➡️
        man_running_facing_right=🏃‍♂️‍➡️ dancer,woman_dancing=💃 man_dancing,male_dancer=🕺
        man_in_business_suit_levitating,business_suit_levitating,levitate=🕴️ dancers,people_with_bunny_ears_partying=👯
        men_with_bunny_ears_partying,man_with_bunny_ears_partying,dancing_men=👯‍♂️
        women_with_bunny_ears_partying,woman_with_bunny_ears_partying,dancing_women=👯‍♀️
        person_in_steamy_room,sauna_person=🧖 man_in_steamy_room,sauna_man=🧖‍♂️ woman_in_steamy_room,sauna_woman=🧖‍♀️
        person_climbing,climbing=🧗 man_climbing,climbing_man=🧗‍♂️ woman_climbing,climbing_woman=🧗‍♀️
        fencer,person_fencing,fencing=🤺 horse_racing=🏇 skier=⛷️ snowboarder=🏂 golfer,golfing,person_golfing=🏌️
        man_golfing,golfing_man=🏌️‍♂️ woman_golfing,golfing_woman=🏌️‍♀️ surfer,person_surfing=🏄
        man_surfing,surfing_man=🏄‍♂️ woman_surfing,surfing_woman=🏄‍♀️ rowboat,person_rowing_boat=🚣
        man_rowing_boat,rowing_man=🚣‍♂️ woman_rowing_boat,rowing_woman=🚣‍♀️ swimmer,person_swimming=🏊
        man_swimming,swimming_man=🏊‍♂️ woman_swimming,swimming_woman=🏊‍♀️
        person_with_ball,bouncing_ball_person,basketball_player,person_bouncing_ball=⛹️
        man_bouncing_ball,bouncing_ball_man,basketball_man=⛹️‍♂️
        woman_bouncing_ball,bouncing_ball_woman,basketball_woman=⛹️‍♀️
        weight_lifter,weight_lifting,lifter,person_lifting_weights=🏋️ man_lifting_weights,weight_lifting_man=🏋️‍♂️
        woman_lifting_weights,weight_lifting_woman=🏋️‍♀️ bicyclist,person_biking=🚴 man_biking,biking_man=🚴‍♂️
        woman_biking,biking_woman=🚴‍♀️ mountain_bicyclist,person_mountain_biking=🚵
        man_mountain_biking,mountain_biking_man=🚵‍♂️ woman_mountain_biking,mountain_biking_woman=🚵‍♀️
        person_doing_cartwheel,cartwheeling,cartwheel=🤸 man_cartwheeling=🤸‍♂️ woman_cartwheeling=🤸‍♀️
        wrestlers,wrestling,people_wrestling=🤼 man_wrestling,men_wrestling=🤼‍♂️ woman_wrestling,women_wrestling=🤼‍♀️
        water_polo,person_playing_water_polo=🤽 man_playing_water_polo=🤽‍♂️ woman_playing_water_polo=🤽‍♀️
        handball,handball_person,person_playing_handball=🤾 man_playing_handball=🤾‍♂️ woman_playing_handball=🤾‍♀️
        juggling,juggling_person,juggler,person_juggling=🤹 man_juggling=🤹‍♂️ woman_juggling=🤹‍♀️
        person_in_lotus_position,lotus_position=🧘 man_in_lotus_position,lotus_position_man=🧘‍♂️
        woman_in_lotus_position,lotus_position_woman=🧘‍♀️ bath=🛀 sleeping_accommodation,sleeping_bed,person_in_bed=🛌
        people_holding_hands=🧑‍🤝‍🧑 two_women_holding_hands,women_holding_hands=👭
        man_and_woman_holding_hands,woman_and_man_holding_hands,couple=👫 two_men_holding_hands,men_holding_hands=👬
        couplekiss=💏 woman_kiss_man,couplekiss_man_woman,kiss_woman_man=👩‍❤️‍💋‍👨
        man_kiss_man,couplekiss_man_man,kiss_mm,couplekiss_mm,kiss_man_man=👨‍❤️‍💋‍👨
        woman_kiss_woman,couplekiss_woman_woman,kiss_ww,couplekiss_ww=👩‍❤️‍💋‍👩 couple_with_heart=💑
        woman_heart_man,couple_with_heart_woman_man=👩‍❤️‍👨
        man_heart_man,couple_with_heart_man_man,couple_mm,couple_with_heart_mm=👨‍❤️‍👨
        woman_heart_woman,couple_with_heart_woman_woman,couple_ww,couple_with_heart_ww=👩‍❤️‍👩
        man_woman_boy,family_man_woman_boy=👨‍👩‍👦 man_woman_girl,family_man_woman_girl,family_mwg=👨‍👩‍👧
        man_woman_girl_boy,family_man_woman_girl_boy,family_mwgb=👨‍👩‍👧‍👦
        man_woman_boy_boy,family_man_woman_boy_boy,family_mwbb=👨‍👩‍👦‍👦
        man_woman_girl_girl,family_man_woman_girl_girl,family_mwgg=👨‍👩‍👧‍👧
        man_man_boy,family_man_man_boy,family_mmb=👨‍👨‍👦 man_man_girl,family_man_man_girl,family_mmg=👨‍👨‍👧
        man_man_girl_boy,family_man_man_girl_boy,family_mmgb=👨‍👨‍👧‍👦
        man_man_boy_boy,family_man_man_boy_boy,family_mmbb=👨‍👨‍👦‍👦
        man_man_girl_girl,family_man_man_girl_girl,family_mmgg=👨‍👨‍👧‍👧
        woman_woman_boy,family_woman_woman_boy,family_wwb=👩‍👩‍👦
        woman_woman_girl,family_woman_woman_girl,family_wwg=👩‍👩‍👧
        woman_woman_girl_boy,family_woman_woman_girl_boy,family_wwgb=👩‍👩‍👧‍👦
        woman_woman_boy_boy,family_woman_woman_boy_boy,family_wwbb=👩‍👩‍👦‍👦
        woman_woman_girl_girl,family_woman_woman_girl_girl,family_wwgg=👩‍👩‍👧‍👧 man_boy,family_man_boy=👨‍👦
        man_boy_boy,family_man_boy_boy=👨‍👦‍👦 man_girl,family_man_girl=👨‍👧 man_girl_boy,family_man_girl_boy=👨‍👧‍👦
        man_girl_girl,family_man_girl_girl=👨‍👧‍👧 woman_boy,family_woman_boy=👩‍👦 woman_boy_boy,family_woman_boy_boy=👩‍👦‍👦
        woman_girl,family_woman_girl=👩‍👧 woman_girl_boy,family_woman_girl_boy=👩‍👧‍👦
        woman_girl_girl,family_woman_girl_girl=👩‍👧‍👧 speaking_head_in_silhouette,speaking_head=🗣️ bust_in_silhouette=👤
        busts_in_silhouette=👥 people_hugging=🫂 family=👪 family_adult_adult_child=🧑‍🧑‍🧒
        family_adult_adult_child_child=🧑‍🧑‍🧒‍🧒 family_adult_child=🧑‍🧒 family_adult_child_child=🧑‍🧒‍🧒 footprints=👣
        monkey_face=🐵 monkey=🐒 gorilla=🦍 orangutan=🦧 dog,dog_face=🐶 dog2=🐕 guide_dog=🦮 service_dog=🐕‍🦺 poodle=🐩 wolf=🐺
        fox_face,fox=🦊 raccoon=🦝 cat,cat_face=🐱 cat2=🐈 black_cat=🐈‍⬛ lion_face,lion=🦁 tiger,tiger_face=🐯 tiger2=🐅
        leopard=🐆 horse,horse_face=🐴 moose=🫎 donkey=🫏 racehorse=🐎 unicorn_face,unicorn=🦄 zebra_face,zebra=🦓 deer=🦌
        bison=🦬 cow,cow_face=🐮 ox=🐂 water_buffalo=🐃 cow2=🐄 pig,pig_face=🐷 pig2=🐖 boar=🐗 pig_nose=🐽 ram=🐏 sheep,ewe=🐑
        goat=🐐 dromedary_camel=🐪 camel=🐫 llama=🦙 giraffe_face,giraffe=🦒 elephant=🐘 mammoth=🦣 rhinoceros,rhino=🦏
        hippopotamus=🦛 mouse,mouse_face=🐭 mouse2=🐁 rat=🐀 hamster=🐹 rabbit,rabbit_face=🐰 rabbit2=🐇 chipmunk=🐿️ beaver=🦫
        hedgehog=🦔 bat=🦇 bear=🐻 polar_bear=🐻‍❄️ koala=🐨 panda_face,panda=🐼 sloth=🦥 otter=🦦 skunk=🦨 kangaroo=🦘 badger=🦡
        feet,paw_prints=🐾 turkey=🦃 chicken=🐔 rooster=🐓 hatching_chick=🐣 baby_chick=🐤 hatched_chick=🐥 bird=🐦 penguin=🐧
        dove_of_peace,dove=🕊️ eagle=🦅 duck=🦆 swan=🦢 owl=🦉 dodo=🦤 feather=🪶 flamingo=🦩 peacock=🦚 parrot=🦜 wing=🪽
        black_bird=🐦‍⬛ goose=🪿 phoenix=🐦‍🔥 frog=🐸 crocodile=🐊 turtle=🐢 lizard=🦎 snake=🐍 dragon_face=🐲 dragon=🐉
        sauropod=🦕 t_rex=🦖 whale=🐳 whale2=🐋 dolphin,flipper=🐬 seal=🦭 fish=🐟 tropical_fish=🐠 blowfish=🐡 shark=🦈 octopus=🐙
        shell,spiral_shell=🐚 coral=🪸 jellyfish=🪼 snail=🐌 butterfly=🦋 bug=🐛 ant=🐜 bee,honeybee=🐝 beetle=🪲
        ladybug,lady_beetle=🐞 cricket=🦗 cockroach=🪳 spider=🕷️ spider_web=🕸️ scorpion=🦂 mosquito=🦟 fly=🪰 worm=🪱 microbe=🦠
        bouquet=💐 cherry_blossom=🌸 white_flower=💮 lotus=🪷 rosette=🏵️ rose=🌹 wilted_flower,wilted_rose=🥀 hibiscus=🌺
        sunflower=🌻 blossom=🌼 tulip=🌷 hyacinth=🪻 seedling=🌱 potted_plant=🪴 evergreen_tree=🌲 deciduous_tree=🌳 palm_tree=🌴
        cactus=🌵 ear_of_rice,sheaf_of_rice=🌾 herb=🌿 shamrock=☘️ four_leaf_clover=🍀 maple_leaf=🍁 fallen_leaf=🍂 leaves=🍃
        empty_nest=🪹 nest_with_eggs=🪺 mushroom=🍄
        """
}
