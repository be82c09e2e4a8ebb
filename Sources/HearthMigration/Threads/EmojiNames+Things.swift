extension EmojiNames {
    /// Food, places, things, signs and flags.
    static let things = """
        grapes=🍇 melon=🍈 watermelon=🍉 tangerine,mandarin,orange=🍊 lemon=🍋 lime=🍋‍🟩 banana=🍌 pineapple=🍍 mango=🥭
        apple,red_apple=🍎 green_apple=🍏 pear=🍐 peach=🍑 cherries=🍒 strawberry=🍓 blueberries=🫐 kiwifruit,kiwi_fruit,kiwi=🥝
        tomato=🍅 olive=🫒 coconut=🥥 avocado=🥑 eggplant=🍆 potato=🥔 carrot=🥕 corn,ear_of_corn=🌽 hot_pepper=🌶️ bell_pepper=🫑
        cucumber=🥒 leafy_green=🥬 broccoli=🥦 garlic=🧄 onion=🧅 peanuts,shelled_peanut=🥜 beans=🫘 chestnut=🌰 ginger_root=🫚
        pea_pod=🫛 brown_mushroom=🍄‍🟫 bread=🍞 croissant=🥐 baguette_bread,french_bread=🥖 flatbread=🫓 pretzel=🥨 bagel=🥯
        pancakes=🥞 waffle=🧇 cheese_wedge,cheese=🧀 meat_on_bone=🍖 poultry_leg=🍗 cut_of_meat=🥩 bacon=🥓 hamburger=🍔
        fries,french_fries=🍟 pizza=🍕 hotdog,hot_dog=🌭 sandwich=🥪 taco=🌮 burrito=🌯 tamale=🫔
        stuffed_flatbread,stuffed_pita=🥙 falafel=🧆 egg=🥚 fried_egg,cooking=🍳 shallow_pan_of_food,paella=🥘
        stew,pot_of_food=🍲 fondue=🫕 bowl_with_spoon=🥣 green_salad,salad=🥗 popcorn=🍿 butter=🧈 salt=🧂 canned_food=🥫
        bento,bento_box=🍱 rice_cracker=🍘 rice_ball=🍙 rice,cooked_rice=🍚 curry,curry_rice=🍛 ramen,steaming_bowl=🍜
        spaghetti=🍝 sweet_potato=🍠 oden=🍢 sushi=🍣 fried_shrimp=🍤 fish_cake=🍥 moon_cake=🥮 dango=🍡 dumpling=🥟
        fortune_cookie=🥠 takeout_box=🥡 crab=🦀 lobster=🦞 shrimp=🦐 squid=🦑 oyster=🦪 icecream=🍦 shaved_ice=🍧 ice_cream=🍨
        doughnut=🍩 cookie=🍪 birthday,birthday_cake=🎂 cake,shortcake=🍰 cupcake=🧁 pie=🥧 chocolate_bar=🍫 candy=🍬 lollipop=🍭
        custard,flan,pudding=🍮 honey_pot=🍯 baby_bottle=🍼 glass_of_milk,milk_glass,milk=🥛 coffee,hot_beverage=☕ teapot=🫖
        tea=🍵 sake=🍶 champagne,bottle_with_popping_cork=🍾 wine_glass=🍷 cocktail=🍸 tropical_drink=🍹 beer,beer_mug=🍺
        beers=🍻 clinking_glasses,champagne_glass,clinking_glass=🥂 tumbler_glass,whisky=🥃 pouring_liquid=🫗
        cup_with_straw=🥤 bubble_tea=🧋 beverage_box=🧃 mate_drink,mate=🧉 ice_cube=🧊 chopsticks=🥢
        knife_fork_plate,plate_with_cutlery,fork_knife_plate,fork_and_knife_with_plate=🍽️ fork_and_knife=🍴 spoon=🥄
        hocho,knife,kitchen_knife=🔪 jar=🫙 amphora=🏺 earth_africa=🌍 earth_americas=🌎 earth_asia=🌏 globe_with_meridians=🌐
        world_map,map=🗺️ japan,map_of_japan=🗾 compass=🧭 snow_capped_mountain,mountain_snow=🏔️ mountain=⛰️ volcano=🌋
        mount_fuji=🗻 camping=🏕️ beach_with_umbrella,beach_umbrella,beach=🏖️ desert=🏜️ desert_island,island=🏝️
        national_park,park=🏞️ stadium=🏟️ classical_building=🏛️ building_construction,construction_site=🏗️ bricks,brick=🧱
        rock=🪨 wood=🪵 hut=🛖 house_buildings,houses,homes=🏘️ derelict_house_building,derelict_house,house_abandoned=🏚️
        house=🏠 house_with_garden=🏡 office=🏢 post_office=🏣 european_post_office=🏤 hospital=🏥 bank=🏦 hotel=🏨 love_hotel=🏩
        convenience_store=🏪 school=🏫 department_store=🏬 factory=🏭 japanese_castle=🏯 european_castle,castle=🏰 wedding=💒
        tokyo_tower=🗼 statue_of_liberty=🗽 church=⛪ mosque=🕌 hindu_temple=🛕 synagogue=🕍 shinto_shrine=⛩️ kaaba=🕋
        fountain=⛲ tent=⛺ foggy=🌁 night_with_stars=🌃 cityscape=🏙️ sunrise_over_mountains=🌄 sunrise=🌅
        city_sunset,city_dusk=🌆 city_sunrise,sunset=🌇 bridge_at_night=🌉 hotsprings,hot_springs=♨️ carousel_horse=🎠
        playground_slide=🛝 ferris_wheel=🎡 roller_coaster=🎢 barber,barber_pole=💈 circus_tent=🎪
        steam_locomotive,locomotive=🚂 railway_car=🚃 bullettrain_side=🚄 bullettrain_front,bullet_train=🚅 train2=🚆 metro=🚇
        light_rail=🚈 station=🚉 tram=🚊 monorail=🚝 mountain_railway=🚞 train,tram_car=🚋 bus=🚌 oncoming_bus=🚍 trolleybus=🚎
        minibus=🚐 ambulance=🚑 fire_engine=🚒 police_car=🚓 oncoming_police_car=🚔 taxi=🚕 oncoming_taxi=🚖
        car,red_car,automobile=🚗 oncoming_automobile=🚘 blue_car=🚙 pickup_truck=🛻 truck=🚚 articulated_lorry=🚛 tractor=🚜
        racing_car,race_car=🏎️ racing_motorcycle,motorcycle=🏍️ motor_scooter,motorbike=🛵 manual_wheelchair=🦽
        motorized_wheelchair=🦼 auto_rickshaw=🛺 bike,bicycle=🚲 scooter,kick_scooter=🛴 skateboard=🛹 roller_skate=🛼
        busstop,bus_stop=🚏 motorway=🛣️ railway_track,railroad_track=🛤️ oil_drum,oil=🛢️ fuelpump,fuel_pump=⛽ wheel=🛞
        rotating_light=🚨 traffic_light=🚥 vertical_traffic_light=🚦 octagonal_sign,stop_sign=🛑 construction=🚧 anchor=⚓
        ring_buoy=🛟 boat,sailboat=⛵ canoe,kayak=🛶 speedboat=🚤 passenger_ship,cruise_ship=🛳️ ferry=⛴️
        motor_boat,motorboat=🛥️ ship=🚢 airplane=✈️ small_airplane,airplane_small=🛩️
        airplane_departure,flight_departure=🛫 airplane_arriving,flight_arrival=🛬 parachute=🪂 seat=💺 helicopter=🚁
        suspension_railway=🚟 mountain_cableway=🚠 aerial_tramway=🚡 satellite,artificial_satellite,satellite_orbital=🛰️
        rocket=🚀 flying_saucer=🛸 bellhop_bell,bellhop=🛎️ luggage=🧳 hourglass=⌛ hourglass_flowing_sand=⏳ watch=⌚
        alarm_clock=⏰ stopwatch=⏱️ timer_clock,timer=⏲️ mantelpiece_clock,clock,mantlepiece_clock=🕰️
        clock12,twelve_oclock=🕛 clock1230,twelve_thirty=🕧 clock1,one_oclock=🕐 clock130,one_thirty=🕜 clock2,two_oclock=🕑
        clock230,two_thirty=🕝 clock3,three_oclock=🕒 clock330,three_thirty=🕞 clock4,four_oclock=🕓 clock430,four_thirty=🕟
        clock5,five_oclock=🕔 clock530,five_thirty=🕠 clock6,six_oclock=🕕 clock630,six_thirty=🕡 clock7,seven_oclock=🕖
        clock730,seven_thirty=🕢 clock8,eight_oclock=🕗 clock830,eight_thirty=🕣 clock9,nine_oclock=🕘
        clock930,nine_thirty=🕤 clock10,ten_oclock=🕙 clock1030,ten_thirty=🕥 clock11,eleven_oclock=🕚
        clock1130,eleven_thirty=🕦 new_moon=🌑 waxing_crescent_moon=🌒 first_quarter_moon=🌓 moon,waxing_gibbous_moon=🌔
        full_moon=🌕 waning_gibbous_moon=🌖 last_quarter_moon=🌗 waning_crescent_moon=🌘 crescent_moon=🌙
        new_moon_with_face,new_moon_face=🌚 first_quarter_moon_with_face=🌛 last_quarter_moon_with_face=🌜 thermometer=🌡️
        sunny,sun=☀️ full_moon_with_face=🌝 sun_with_face=🌞 ringed_planet=🪐 star=⭐ star2,glowing_star=🌟
        stars,shooting_star=🌠 milky_way=🌌 cloud=☁️ partly_sunny=⛅
        thunder_cloud_and_rain,cloud_with_lightning_and_rain,thunder_cloud_rain=⛈️
        mostly_sunny,sun_small_cloud,sun_behind_small_cloud,white_sun_small_cloud,white_sun_with_small_cloud=🌤️
        barely_sunny,sun_behind_cloud,sun_behind_large_cloud,white_sun_cloud,white_sun_behind_cloud=🌥️
        partly_sunny_rain,sun_behind_rain_cloud,white_sun_rain_cloud,white_sun_behind_cloud_with_rain=🌦️
        rain_cloud,cloud_with_rain,cloud_rain=🌧️ snow_cloud,cloud_with_snow,cloud_snow=🌨️
        lightning,lightning_cloud,cloud_with_lightning,cloud_lightning=🌩️
        tornado,tornado_cloud,cloud_tornado,cloud_with_tornado=🌪️ fog=🌫️ wind_blowing_face,wind_face=🌬️ cyclone=🌀
        rainbow=🌈 closed_umbrella=🌂 umbrella,open_umbrella,umbrella2=☂️ umbrella_with_rain_drops=☔
        umbrella_on_ground,parasol_on_ground=⛱️ zap,high_voltage=⚡ snowflake=❄️ snowman,snowman_with_snow,snowman2=☃️
        snowman_without_snow=⛄ comet=☄️ fire,flame=🔥 droplet=💧 ocean,water_wave=🌊 jack_o_lantern=🎃 christmas_tree=🎄
        fireworks=🎆 sparkler=🎇 firecracker=🧨 sparkles=✨ balloon=🎈 tada,party_popper=🎉 confetti_ball=🎊 tanabata_tree=🎋
        bamboo=🎍 dolls=🎎 flags,carp_streamer=🎏 wind_chime=🎐 rice_scene=🎑 red_envelope=🧧 ribbon=🎀 gift,wrapped_gift=🎁
        reminder_ribbon=🎗️ admission_tickets,tickets=🎟️ ticket=🎫 medal,medal_military,military_medal=🎖️ trophy=🏆
        sports_medal,medal_sports=🏅 first_place_medal,1st_place_medal,first_place=🥇
        second_place_medal,2nd_place_medal,second_place=🥈 third_place_medal,3rd_place_medal,third_place=🥉
        soccer,soccer_ball=⚽ baseball=⚾ softball=🥎 basketball=🏀 volleyball=🏐 football=🏈 rugby_football=🏉 tennis=🎾
        flying_disc=🥏 bowling=🎳 cricket_bat_and_ball,cricket_game,cricket_bat_ball=🏏
        field_hockey_stick_and_ball,field_hockey=🏑 ice_hockey_stick_and_puck,ice_hockey,hockey=🏒 lacrosse=🥍
        table_tennis_paddle_and_ball,ping_pong,table_tennis=🏓 badminton_racquet_and_shuttlecock,badminton=🏸
        boxing_glove,boxing_gloves=🥊 martial_arts_uniform,karate_uniform=🥋 goal_net,goal=🥅 golf,flag_in_hole=⛳
        ice_skate=⛸️ fishing_pole_and_fish,fishing_pole=🎣 diving_mask=🤿 running_shirt_with_sash,running_shirt=🎽
        ski,skis=🎿 sled=🛷 curling_stone=🥌 dart,direct_hit=🎯 yo_yo=🪀 kite=🪁 gun,pistol=🔫 8ball=🎱 crystal_ball=🔮
        magic_wand=🪄 video_game=🎮 joystick=🕹️ slot_machine=🎰 game_die=🎲 jigsaw,puzzle_piece=🧩 teddy_bear=🧸 pinata=🪅
        mirror_ball=🪩 nesting_dolls=🪆 spades,spade_suit=♠️ hearts,heart_suit=♥️ diamonds,diamond_suit=♦️
        clubs,club_suit=♣️ chess_pawn=♟️ black_joker,joker=🃏 mahjong=🀄 flower_playing_cards=🎴 performing_arts=🎭
        frame_with_picture,framed_picture,frame_photo=🖼️ art=🎨 thread=🧵 sewing_needle=🪡 yarn=🧶 knot=🪢
        eyeglasses,glasses=👓 dark_sunglasses=🕶️ goggles=🥽 lab_coat=🥼 safety_vest=🦺 necktie=👔 shirt,tshirt,t_shirt=👕
        jeans=👖 scarf=🧣 gloves=🧤 coat=🧥 socks=🧦 dress=👗 kimono=👘 sari=🥻 one_piece_swimsuit=🩱 briefs,swim_brief=🩲
        shorts=🩳 bikini=👙 womans_clothes=👚 folding_hand_fan=🪭 purse=👛 handbag=👜 pouch,clutch_bag=👝
        shopping_bags,shopping=🛍️ school_satchel,backpack=🎒 thong_sandal=🩴 mans_shoe,shoe=👞 athletic_shoe,running_shoe=👟
        hiking_boot=🥾 womans_flat_shoe,flat_shoe=🥿 high_heel=👠 sandal,womans_sandal=👡 ballet_shoes=🩰 boot,womans_boot=👢
        hair_pick=🪮 crown=👑 womans_hat=👒 tophat,top_hat=🎩 mortar_board=🎓 billed_cap=🧢 military_helmet=🪖
        helmet_with_white_cross,rescue_worker_helmet,helmet_with_cross=⛑️ prayer_beads=📿 lipstick=💄 ring=💍 gem=💎
        mute,muted_speaker=🔇 speaker=🔈 sound=🔉 loud_sound=🔊 loudspeaker=📢 mega,megaphone=📣 postal_horn=📯 bell=🔔
        no_bell=🔕 musical_score=🎼 musical_note=🎵 notes,musical_notes=🎶 studio_microphone,microphone2=🎙️ level_slider=🎚️
        control_knobs=🎛️ microphone=🎤 headphones,headphone=🎧 radio=📻 saxophone=🎷 accordion=🪗 guitar=🎸 musical_keyboard=🎹
        trumpet=🎺 violin=🎻 banjo=🪕 drum_with_drumsticks,drum=🥁 long_drum=🪘 maracas=🪇 flute=🪈 iphone,mobile_phone=📱
        calling=📲 phone,telephone=☎️ telephone_receiver=📞 pager=📟 fax,fax_machine=📠 battery=🔋 low_battery=🪫
        electric_plug=🔌 computer=💻 desktop_computer,desktop=🖥️ printer=🖨️ keyboard=⌨️
        three_button_mouse,computer_mouse,mouse_three_button=🖱️ trackball=🖲️ minidisc,computer_disk=💽 floppy_disk=💾
        cd,optical_disk=💿 dvd=📀 abacus=🧮 movie_camera=🎥 film_frames,film_strip=🎞️ film_projector,projector=📽️
        clapper,clapper_board=🎬 tv,television=📺 camera=📷 camera_with_flash,camera_flash=📸 video_camera=📹
        vhs,videocassette=📼 mag=🔍 mag_right=🔎 candle=🕯️ bulb,light_bulb=💡 flashlight=🔦 izakaya_lantern,lantern=🏮
        diya_lamp=🪔 notebook_with_decorative_cover=📔 closed_book=📕 book,open_book=📖 green_book=📗 blue_book=📘
        orange_book=📙 books=📚 notebook=📓 ledger=📒 page_with_curl=📃 scroll=📜 page_facing_up=📄 newspaper=📰
        rolled_up_newspaper,newspaper_roll,newspaper2=🗞️ bookmark_tabs=📑 bookmark=🔖 label=🏷️ moneybag,money_bag=💰 coin=🪙
        yen,yen_banknote=💴 dollar=💵 euro,euro_banknote=💶 pound=💷 money_with_wings=💸 credit_card=💳 receipt=🧾 chart=💹
        email,envelope=✉️ e_mail=📧 incoming_envelope=📨 envelope_with_arrow=📩 outbox_tray=📤 inbox_tray=📥 package=📦
        mailbox=📫 mailbox_closed=📪 mailbox_with_mail=📬 mailbox_with_no_mail=📭 postbox=📮
        ballot_box_with_ballot,ballot_box=🗳️ pencil2=✏️ black_nib=✒️
        lower_left_fountain_pen,fountain_pen,pen_fountain=🖋️ lower_left_ballpoint_pen,pen,pen_ballpoint=🖊️
        lower_left_paintbrush,paintbrush=🖌️ lower_left_crayon,crayon=🖍️ memo,pencil=📝 briefcase=💼 file_folder=📁
        open_file_folder=📂 card_index_dividers,dividers=🗂️ date=📅 calendar=📆
        spiral_note_pad,spiral_notepad,notepad_spiral=🗒️ spiral_calendar_pad,spiral_calendar,calendar_spiral=🗓️
        card_index=📇 chart_with_upwards_trend=📈 chart_with_downwards_trend=📉 bar_chart=📊 clipboard=📋 pushpin=📌
        round_pushpin=📍 paperclip=📎 linked_paperclips,paperclips=🖇️ straight_ruler=📏 triangular_ruler=📐 scissors=✂️
        card_file_box,card_box=🗃️ file_cabinet=🗄️ wastebasket=🗑️ lock,locked=🔒 unlock,unlocked=🔓 lock_with_ink_pen=🔏
        closed_lock_with_key=🔐 key=🔑 old_key,key2=🗝️ hammer=🔨 axe=🪓 pick=⛏️ hammer_and_pick,hammer_pick=⚒️
        hammer_and_wrench,tools=🛠️ dagger_knife,dagger=🗡️ crossed_swords=⚔️ bomb=💣 boomerang=🪃 bow_and_arrow,archery=🏹
        shield=🛡️ carpentry_saw=🪚 wrench=🔧 screwdriver=🪛 nut_and_bolt=🔩 gear=⚙️ compression,clamp=🗜️
        scales,balance_scale=⚖️ probing_cane=🦯 link=🔗 broken_chain=⛓️‍💥 chains=⛓️ hook=🪝 toolbox=🧰 magnet=🧲 ladder=🪜
        alembic=⚗️ test_tube=🧪 petri_dish=🧫 dna=🧬 microscope=🔬 telescope=🔭 satellite_antenna=📡 syringe=💉 drop_of_blood=🩸
        pill=💊 adhesive_bandage=🩹 crutch=🩼 stethoscope=🩺 x_ray=🩻 door=🚪 elevator=🛗 mirror=🪞 window=🪟 bed=🛏️
        couch_and_lamp,couch=🛋️ chair=🪑 toilet=🚽 plunger=🪠 shower=🚿 bathtub=🛁 mouse_trap=🪤 razor=🪒
        lotion_bottle,squeeze_bottle=🧴 safety_pin=🧷 broom=🧹 basket=🧺 roll_of_paper=🧻 bucket=🪣 soap=🧼 bubbles=🫧
        toothbrush=🪥 sponge=🧽 fire_extinguisher=🧯 shopping_trolley,shopping_cart=🛒 smoking,cigarette=🚬 coffin=⚰️
        headstone=🪦 funeral_urn,urn=⚱️ nazar_amulet=🧿 hamsa=🪬 moyai,moai=🗿 placard=🪧 identification_card=🪪 atm=🏧
        put_litter_in_its_place=🚮 potable_water=🚰 wheelchair=♿ mens,mens_room=🚹 womens,womens_room=🚺 restroom=🚻
        baby_symbol=🚼 wc,water_closet=🚾 passport_control=🛂 customs=🛃 baggage_claim=🛄 left_luggage=🛅 warning=⚠️
        children_crossing=🚸 no_entry=⛔ no_entry_sign,prohibited=🚫 no_bicycles=🚳 no_smoking=🚭
        do_not_litter,no_littering=🚯 non_potable_water=🚱 no_pedestrians=🚷 no_mobile_phones=📵 underage=🔞
        radioactive_sign,radioactive=☢️ biohazard_sign,biohazard=☣️ arrow_up,up_arrow=⬆️ arrow_upper_right=↗️
        arrow_right,right_arrow=➡️ arrow_lower_right=↘️ arrow_down,down_arrow=⬇️ arrow_lower_left=↙️
        arrow_left,left_arrow=⬅️ arrow_upper_left,up_left_arrow=↖️ arrow_up_down,up_down_arrow=↕️ left_right_arrow=↔️
        leftwards_arrow_with_hook=↩️ arrow_right_hook=↪️ arrow_heading_up=⤴️ arrow_heading_down=⤵️ arrows_clockwise=🔃
        arrows_counterclockwise=🔄 back,back_arrow=🔙 end,end_arrow=🔚 on,on_arrow=🔛 soon,soon_arrow=🔜 top,top_arrow=🔝
        place_of_worship,worship_symbol=🛐 atom_symbol,atom=⚛️ om_symbol,om=🕉️ star_of_david=✡️ wheel_of_dharma=☸️
        yin_yang=☯️ latin_cross,cross=✝️ orthodox_cross=☦️ star_and_crescent=☪️ peace_symbol,peace=☮️
        menorah_with_nine_branches,menorah=🕎 six_pointed_star=🔯 khanda=🪯 aries=♈ taurus=♉ gemini=♊ cancer=♋ leo=♌
        virgo=♍ libra=♎ scorpius,scorpio=♏ sagittarius=♐ capricorn=♑ aquarius=♒ pisces=♓ ophiuchus=⛎
        twisted_rightwards_arrows=🔀 repeat=🔁 repeat_one=🔂 arrow_forward=▶️ fast_forward=⏩
        black_right_pointing_double_triangle_with_vertical_bar,next_track_button,track_next,next_track=⏭️
        black_right_pointing_triangle_with_double_vertical_bar,play_or_pause_button,play_pause=⏯️ arrow_backward=◀️
        rewind=⏪
        black_left_pointing_double_triangle_with_vertical_bar,previous_track_button,track_previous,previous_track=⏮️
        arrow_up_small=🔼 arrow_double_up=⏫ arrow_down_small=🔽 arrow_double_down=⏬ double_vertical_bar,pause_button=⏸️
        black_square_for_stop,stop_button=⏹️ black_circle_for_record,record_button=⏺️ eject,eject_button,eject_symbol=⏏️
        cinema=🎦 low_brightness=🔅 high_brightness=🔆 signal_strength,antenna_bars=📶 wireless=🛜 vibration_mode=📳
        mobile_phone_off=📴 female_sign=♀️ male_sign=♂️ transgender_symbol=⚧️ heavy_multiplication_x=✖️ heavy_plus_sign=➕
        heavy_minus_sign=➖ heavy_division_sign=➗ heavy_equals_sign=🟰 infinity=♾️ bangbang=‼️ interrobang=⁉️
        question,question_mark=❓ grey_question=❔ grey_exclamation=❕ exclamation,heavy_exclamation_mark=❗ wavy_dash=〰️
        currency_exchange=💱 heavy_dollar_sign=💲 medical_symbol,staff_of_aesculapius=⚕️ recycle=♻️ fleur_de_lis=⚜️
        trident=🔱 name_badge=📛 beginner=🔰 o=⭕ white_check_mark=✅ ballot_box_with_check=☑️ heavy_check_mark,check_mark=✔️
        x,cross_mark=❌ negative_squared_cross_mark=❎ curly_loop=➰ loop=➿ part_alternation_mark=〽️
        eight_spoked_asterisk=✳️ eight_pointed_black_star=✴️ sparkle=❇️ copyright=©️ registered=®️ tm,trade_mark=™️
        hash=#️⃣ keycap_star,asterisk,keycap_asterisk=*️⃣ zero=0️⃣ one=1️⃣ two=2️⃣ three=3️⃣ four=4️⃣ five=5️⃣ six=6️⃣
        seven=7️⃣ eight=8️⃣ nine=9️⃣ keycap_ten=🔟 capital_abcd=🔠 abcd=🔡 1234,input_numbers=🔢 symbols,input_symbols=🔣
        abc=🔤 a=🅰️ ab=🆎 b=🅱️ cl=🆑 cool=🆒 free=🆓 information_source,information=ℹ️ id=🆔 m,circled_m=Ⓜ️ new=🆕 ng=🆖 o2=🅾️
        ok=🆗 parking=🅿️ sos=🆘 up=🆙 vs=🆚 koko=🈁 sa=🈂️ u6708=🈷️ u6709=🈶 u6307=🈯 ideograph_advantage=🉐 u5272=🈹 u7121=🈚
        u7981=🈲 accept=🉑 u7533=🈸 u5408=🈴 u7a7a=🈳 congratulations=㊗️ secret=㊙️ u55b6=🈺 u6e80=🈵 red_circle=🔴
        large_orange_circle,orange_circle=🟠 large_yellow_circle,yellow_circle=🟡 large_green_circle,green_circle=🟢
        large_blue_circle,blue_circle=🔵 large_purple_circle,purple_circle=🟣 large_brown_circle,brown_circle=🟤
        black_circle=⚫ white_circle=⚪ large_red_square,red_square=🟥 large_orange_square,orange_square=🟧
        large_yellow_square,yellow_square=🟨 large_green_square,green_square=🟩 large_blue_square,blue_square=🟦
        large_purple_square,purple_square=🟪 large_brown_square,brown_square=🟫 black_large_square=⬛ white_large_square=⬜
        black_medium_square=◼️ white_medium_square=◻️ black_medium_small_square=◾ white_medium_small_square=◽
        black_small_square=▪️ white_small_square=▫️ large_orange_diamond=🔶 large_blue_diamond=🔷 small_orange_diamond=🔸
        small_blue_diamond=🔹 small_red_triangle=🔺 small_red_triangle_down=🔻 diamond_shape_with_a_dot_inside=💠
        radio_button=🔘 white_square_button=🔳 black_square_button=🔲 checkered_flag=🏁 triangular_flag_on_post=🚩
        crossed_flags=🎌 waving_black_flag,black_flag,flag_black=🏴 waving_white_flag,white_flag,flag_white=🏳️
        rainbow_flag=🏳️‍🌈 transgender_flag=🏳️‍⚧️ pirate_flag=🏴‍☠️ ascension_island=🇦🇨 andorra=🇦🇩 united_arab_emirates=🇦🇪
        afghanistan=🇦🇫 antigua_barbuda=🇦🇬 anguilla=🇦🇮 albania=🇦🇱 armenia=🇦🇲 angola=🇦🇴 antarctica=🇦🇶 argentina=🇦🇷
        american_samoa=🇦🇸 austria=🇦🇹 australia=🇦🇺 aruba=🇦🇼 aland_islands=🇦🇽 azerbaijan=🇦🇿 bosnia_herzegovina=🇧🇦
        barbados=🇧🇧 bangladesh=🇧🇩 belgium=🇧🇪 burkina_faso=🇧🇫 bulgaria=🇧🇬 bahrain=🇧🇭 burundi=🇧🇮 benin=🇧🇯 st_barthelemy=🇧🇱
        bermuda=🇧🇲 brunei=🇧🇳 bolivia=🇧🇴 caribbean_netherlands=🇧🇶 brazil=🇧🇷 bahamas=🇧🇸 bhutan=🇧🇹 bouvet_island=🇧🇻
        botswana=🇧🇼 belarus=🇧🇾 belize=🇧🇿 canada=🇨🇦 cocos_islands=🇨🇨 congo_kinshasa,congo=🇨🇩 central_african_republic=🇨🇫
        congo_brazzaville=🇨🇬 switzerland=🇨🇭 cote_divoire=🇨🇮 cook_islands=🇨🇰 chile=🇨🇱 cameroon=🇨🇲 cn=🇨🇳 colombia=🇨🇴
        clipperton_island=🇨🇵 costa_rica=🇨🇷 cuba=🇨🇺 cape_verde=🇨🇻 curacao=🇨🇼 christmas_island=🇨🇽 cyprus=🇨🇾
        czech_republic=🇨🇿 de=🇩🇪 diego_garcia=🇩🇬 djibouti=🇩🇯 denmark=🇩🇰 dominica=🇩🇲 dominican_republic=🇩🇴 algeria=🇩🇿
        ceuta_melilla=🇪🇦 ecuador=🇪🇨 estonia=🇪🇪 egypt=🇪🇬 western_sahara=🇪🇭 eritrea=🇪🇷 es=🇪🇸 ethiopia=🇪🇹
        eu,european_union=🇪🇺 finland=🇫🇮 fiji=🇫🇯 falkland_islands=🇫🇰 micronesia=🇫🇲 faroe_islands=🇫🇴 fr=🇫🇷 gabon=🇬🇦
        gb,uk=🇬🇧 grenada=🇬🇩 georgia=🇬🇪 french_guiana=🇬🇫 guernsey=🇬🇬 ghana=🇬🇭 gibraltar=🇬🇮 greenland=🇬🇱 gambia=🇬🇲
        guinea=🇬🇳 guadeloupe=🇬🇵 equatorial_guinea=🇬🇶 greece=🇬🇷 south_georgia_south_sandwich_islands=🇬🇸 guatemala=🇬🇹
        guam=🇬🇺 guinea_bissau=🇬🇼 guyana=🇬🇾 hong_kong=🇭🇰 heard_mcdonald_islands=🇭🇲 honduras=🇭🇳 croatia=🇭🇷 haiti=🇭🇹
        hungary=🇭🇺 canary_islands=🇮🇨 indonesia=🇮🇩 ireland=🇮🇪 israel=🇮🇱 isle_of_man=🇮🇲 india=🇮🇳
        british_indian_ocean_territory=🇮🇴 iraq=🇮🇶 iran=🇮🇷 iceland=🇮🇸 it=🇮🇹 jersey=🇯🇪 jamaica=🇯🇲 jordan=🇯🇴 jp=🇯🇵 kenya=🇰🇪
        kyrgyzstan=🇰🇬 cambodia=🇰🇭 kiribati=🇰🇮 comoros=🇰🇲 st_kitts_nevis=🇰🇳 north_korea=🇰🇵 kr=🇰🇷 kuwait=🇰🇼
        cayman_islands=🇰🇾 kazakhstan=🇰🇿 laos=🇱🇦 lebanon=🇱🇧 st_lucia=🇱🇨 liechtenstein=🇱🇮 sri_lanka=🇱🇰 liberia=🇱🇷
        lesotho=🇱🇸 lithuania=🇱🇹 luxembourg=🇱🇺 latvia=🇱🇻 libya=🇱🇾 morocco=🇲🇦 monaco=🇲🇨 moldova=🇲🇩 montenegro=🇲🇪
        st_martin=🇲🇫 madagascar=🇲🇬 marshall_islands=🇲🇭 macedonia=🇲🇰 mali=🇲🇱 myanmar=🇲🇲 mongolia=🇲🇳 macau=🇲🇴
        northern_mariana_islands=🇲🇵 martinique=🇲🇶 mauritania=🇲🇷 montserrat=🇲🇸 malta=🇲🇹 mauritius=🇲🇺 maldives=🇲🇻
        malawi=🇲🇼 mexico=🇲🇽 malaysia=🇲🇾 mozambique=🇲🇿 namibia=🇳🇦 new_caledonia=🇳🇨 niger=🇳🇪 norfolk_island=🇳🇫 nigeria=🇳🇬
        nicaragua=🇳🇮 netherlands=🇳🇱 norway=🇳🇴 nepal=🇳🇵 nauru=🇳🇷 niue=🇳🇺 new_zealand=🇳🇿 oman=🇴🇲 panama=🇵🇦 peru=🇵🇪
        french_polynesia=🇵🇫 papua_new_guinea=🇵🇬 philippines=🇵🇭 pakistan=🇵🇰 poland=🇵🇱 st_pierre_miquelon=🇵🇲
        pitcairn_islands=🇵🇳 puerto_rico=🇵🇷 palestinian_territories=🇵🇸 portugal=🇵🇹 palau=🇵🇼 paraguay=🇵🇾 qatar=🇶🇦
        reunion=🇷🇪 romania=🇷🇴 serbia=🇷🇸 ru=🇷🇺 rwanda=🇷🇼 saudi_arabia,saudi,saudiarabia=🇸🇦 solomon_islands=🇸🇧
        seychelles=🇸🇨 sudan=🇸🇩 sweden=🇸🇪 singapore=🇸🇬 st_helena=🇸🇭 slovenia=🇸🇮 svalbard_jan_mayen=🇸🇯 slovakia=🇸🇰
        sierra_leone=🇸🇱 san_marino=🇸🇲 senegal=🇸🇳 somalia=🇸🇴 suriname=🇸🇷 south_sudan=🇸🇸 sao_tome_principe=🇸🇹
        el_salvador=🇸🇻 sint_maarten=🇸🇽 syria=🇸🇾 swaziland=🇸🇿 tristan_da_cunha=🇹🇦 turks_caicos_islands=🇹🇨 chad=🇹🇩
        french_southern_territories=🇹🇫 togo=🇹🇬 thailand=🇹🇭 tajikistan=🇹🇯 tokelau=🇹🇰 timor_leste=🇹🇱 turkmenistan=🇹🇲
        tunisia=🇹🇳 tonga=🇹🇴 tr=🇹🇷 trinidad_tobago=🇹🇹 tuvalu=🇹🇻 taiwan=🇹🇼 tanzania=🇹🇿 ukraine=🇺🇦 uganda=🇺🇬
        us_outlying_islands=🇺🇲 united_nations=🇺🇳 us=🇺🇸 uruguay=🇺🇾 uzbekistan=🇺🇿 vatican_city=🇻🇦 st_vincent_grenadines=🇻🇨
        venezuela=🇻🇪 british_virgin_islands=🇻🇬 us_virgin_islands=🇻🇮 vietnam=🇻🇳 vanuatu=🇻🇺 wallis_futuna=🇼🇫 samoa=🇼🇸
        kosovo=🇽🇰 yemen=🇾🇪 mayotte=🇾🇹 south_africa=🇿🇦 zambia=🇿🇲 zimbabwe=🇿🇼 skin_tone_2=🏻 skin_tone_3=🏼 skin_tone_4=🏽
        skin_tone_5=🏾 skin_tone_6=🏿 gay_pride_flag=🏳🌈 bald=🦲 curly_haired,curly_hair=🦱 face_with_bags_under_eyes=🫩
        fingerprint=🫆 flag_sark=🇨🇶 harp=🪉 leafless_tree=🪾 man_in_santa_hat=👨‍🎄 red_haired,red_hair=🦰 root_vegetable=🫜
        shovel=🪏 splatter=🫟 white_haired,white_hair=🦳 woman_in_santa_hat=👩‍🎄
        woman_levitate,woman_in_business_suit_levitating=🕴️‍♀️
        """
}
