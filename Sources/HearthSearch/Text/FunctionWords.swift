/// Words that hold a sentence together and say nothing about what it is about, by the language's code.
///
/// `how can I reset my password` asks about two words. How often a word stands on a site does not tell: in short pages
/// `somebody` is as rare as `password`. Such a word still counts, a little, and fully where a query has no other: names
/// such as `IT` or `The Who` can be found. Here are articles, pronouns, prepositions, conjunctions, auxiliary verbs, and
/// what begins questions, as one types them, without diacritics (`WordFolding`); no word that is a subject by itself.
enum FunctionWords {
    /// The words of some languages, sorted, each once.
    static func words(of languages: [String]) -> [String] {
        let words = languages.flatMap { lists[$0 == "no" || $0 == "nn" ? "nb" : $0]?.split(separator: " ") ?? [] }
        return Set(words.map { WordFolding.fold(String($0)) }).sorted { $0.precedes($1) }
    }

    private static let lists = [
        "en": """
        a about after again all also am an and any anybody anyone anything are as at be because been before being \
        between both but by can cannot could couldn did didn do does doesn doing done don for from get gets getting \
        got had has have having he her here him his how i if in into is isn it its just let like many may me might \
        more most much must my need no nobody not nothing of off on once one only or other our out over please same \
        shall she should so some somebody someone something such than that the their them then there these they this \
        those through to too under until up us very want was we were what when where whether which while who whom \
        whose why will with within without would wouldn yes you your
        """,
        "de": """
        ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bitte bist \
        da dabei damit dann darf das dass dein deine dem den denn der des die dies diese diesem diesen dieser dieses \
        dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer fur gegen geht gibt habe haben \
        hat hatte hier ich ihm ihn ihnen ihr ihre im immer in ins ist ja jede jedem jeden jeder jedes jemand kann \
        kannst kein keine keinem keinen keiner konnen konnte man mein meine meinem meinen meiner mich mir mit muss \
        mussen nach nicht nichts noch nun nur ob oder ohne schon sein seine sich sie sind so soll sollen sollte uber \
        um und uns unser unsere unter vom von vor wann war waren warum was weil welche welchem welchen welcher \
        welches wem wen wenn wer werde werden wessen wie wieso will wir wird wo wofur woher wohin womit worden wozu \
        wurde wurden zu zum zur zwischen
        """,
        "nl": """
        aan al alle als alles bij dan dat de deze die dit doe doen doet door dus een er geen geweest had hebben hebt \
        heb heeft het hier hij hoe ik in is ja je jij jou jouw jullie kan kunnen kunt maar me men met mij mijn moet \
        moeten mogen naar nee niemand niet niets nog nu of om omdat ons onze ook op over te tegen toch toen tot u \
        uit uw van veel voor waar waarom wanneer want was wat we welk welke wel werd wie wij wil willen word worden \
        wordt zal ze zelf zich zij zijn zo zonder zou
        """,
        "sv": """
        alla allt att av blev bli blir da dar de dem den denna deras dess dessa det detta dig din dina ditt du efter \
        ej eller en er era ett finns for fran fa far gor ha hade han har hans hennes hon hos hur i icke ingen inget \
        inte ja jag kan kunde man med mellan men mig min mina mitt mot mycket nagon nagot nagra nar ni nu och om oss \
        pa sa sadan samma sedan sig sin sina sitt ska skall skulle som till under upp ut utan vad var vara varfor \
        varit vem vi vid vilka vilken vilket vill
        """,
        "da": """
        ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din dine disse dit dog \
        du efter eller en end er et findes for fra far gor ham han hans har havde have hendes her hos hun hvad hvem \
        hver hvilke hvilken hvilket hvis hvor hvordan hvorfor hvornar i ikke ind ingen jeg jer jo kan kunne man \
        mange med meget men mig min mine mit mod ned nogen noget nogle nu nar og ogsa om op os over pa sadan selv \
        sig sin sine sit skal skulle som ud uden under var ved vi vil ville vor vaere vaeret
        """,
        "nb": """
        alle at av begge ble blei bli blir da de deg dei deira deires dem den denne der deres det dette di din disse \
        ditt du eg ein ei eit eller en enn er et ett etter finn finnes for fra far gjor gjore ha hadde han hans har \
        hennar hennes her hjem ho hos hun hva hvem hver hvilke hvilken hvis hvor hvordan hvorfor i ikke ikkje ingen \
        inn ja jeg kan kor korleis kunne kva kven kvifor man mange med meg men mi min mine mitt mot ned noe noen nar \
        nokon noko na og ogsa om opp oss over pa sa sann seg selv si sin sine sitt skal skulle slik som til ut uten \
        var vart ved vere vi vil ville vaere vaert
        """,
        "fr": """
        a ai alors apres as au aucun aucune aussi autre aux avant avec avez avoir avons ca car ce ceci cela celle \
        celui ces cet cette ceux chaque chez comment dans de des donc dont du elle elles en entre es est et etaient \
        etait ete etes etre eux faire fait faut il ils je la laquelle le lequel les leur leurs lors lui ma mais me \
        meme mes moi mon ne ni non nos notre nous on ont ou par pas peu peut peuvent peux plus pour pourquoi pouvez \
        puis qu quand que quel quelle quelles quels quelqu qui quoi sa sans se sera ses si sommes son sont sous suis \
        sur ta te tes toi ton tous tout toute toutes tu un une vers veut veux vos votre vous y
        """,
        "es": """
        a al algo alguien alguna alguno algunos ante antes aqui asi aun cada como con contra cual cuales cuando \
        cuanto de debe debo del desde donde dos el ella ellas ellos en entre era eres es esa ese eso esos esta estan \
        estar estas este esto estos estoy fue ha hace hacer hago han hasta hay he la las le les lo los mas me mi mis \
        mucho muy nada nadie ni no nos nosotros o os otra otro para pero poco por porque puede pueden puedo que \
        quien quienes quiero se sea ser si sin sobre son su sus tambien te tengo ti tiene tienen todo todos tu tus \
        un una uno unos usted ustedes y ya yo
        """,
        "it": """
        a abbiamo ad agli ai al alcuni alla alle allo anche avere ce che chi ci cio come con cosa cui da dagli dai \
        dal dalla dalle dallo degli dei del della delle dello deve devo di dopo dove e ed era essere fa faccio fare \
        fino fra gli ha hai hanno ho i il in io l la le lei li lo loro lui ma me mi mia mie miei mio ne negli nei \
        nel nella nelle nello nessuno noi non nostra nostro o ogni perche per piu poi posso prima puo qual quale \
        quali qualcuno quando quanto quella quelle quelli quello questa queste questi questo qui se sei senza si sia \
        siamo sono sopra sotto sta su sua sue sugli sui sul sulla suo suoi te ti tra tu tua tuo tutti tutto un una \
        uno vi voi vorrei
        """,
        "pt": """
        a alguem algum alguma ante ao aos apos aquele aquilo as ate cada com como contra da das de dela dele deles \
        depois desde deve devo do dos e ela elas ele eles em entre era es essa esse esta estao estar estas este \
        estes estou eu faco faz fazer foi ha isso isto ja la lhe mais mas me mesmo meu meus minha minhas muito na \
        nada nao nas nem no nos nossa nosso num numa o onde os ou outra outro para pela pelas pelo pelos pode podem \
        por porque posso qual quais quando que quem quero se seja sem ser seu seus so sobre sou sua suas tambem te \
        tem tenho ter teu todo todos tu tua um uma umas uns voce voces
        """,
        "fi": """
        ei eika eivat ellei en ennen eri ett etta han hanen hanta he heidan hyvin ja jo johon joita joka jokin \
        jokainen jonka jos joskus jossa josta jota jotka jotta ka kai kaikki kanssa kautta ken kenen ketka kohti \
        koska kuin kuinka kuka kun kuten me meidan mihin miksi mika mikali mikaan milla millainen milloin mina \
        minulla minun minut minka missa mista mita miten mitka mukaan mutta myos ne niiden niin niista noin nuo nyt \
        oli olen olet olemme olivat olla ole olisi on ovat pitaa saa saan se sen sille sina sinun sita siella sitten \
        tai taman tama tassa tata te teidan tuo vaan vai vain voi voin vailla yli
        """,
        "ru": """
        а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да для до его ее если \
        есть еще же за зачем и из или им их к как какая какие какой ко когда кого кто ли между меня мне может можно \
        мои моя мой мы на над надо нам нас наш не него нее нет ни них но ну нужно о об один он она они оно от очень \
        по под при с сам свои свой себя со так также такой там то тоже только тот ты у уже чего чем что чтобы эта \
        эти это этот я
        """,
    ]
}
