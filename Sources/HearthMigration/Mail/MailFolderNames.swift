/// What mail programs and servers call the folders for mails that nobody is to read, in the languages that they come in.
enum MailFolderNames {
    static let deleted: Set<String> = [
        "trash", "deleted", "deleted items", "deleted messages", "deleted mail", "bin",
        // German, French
        "papierkorb", "gelöschte elemente", "gelöschte objekte", "gelöschte nachrichten", "gelöschte e-mails",
        "gelöscht", "corbeille", "éléments supprimés", "messages supprimés", "objets supprimés", "poubelle",
        // Spanish, Catalan, Portuguese, Italian, Romanian
        "papelera", "papelera de reciclaje", "elementos eliminados", "mensajes eliminados", "eliminados", "paperera",
        "elements suprimits", "lixeira", "lixo", "reciclagem", "itens excluídos", "itens eliminados",
        "mensagens excluídas", "mensagens apagadas", "cestino", "posta eliminata", "elementi eliminati",
        "messaggi eliminati", "coș de gunoi", "coşul de gunoi", "elemente șterse", "elemente şterse",
        // Dutch, Danish, Norwegian, Swedish, Finnish
        "prullenbak", "prullenmand", "verwijderd", "verwijderde items", "verwijderde berichten", "papirkurv",
        "papirkurven", "slettet post", "slettede elementer", "slettede beskeder", "slettede meldinger", "papperskorg",
        "papperskorgen", "borttaget", "borttagna objekt", "borttagna meddelanden", "raderade objekt",
        "raderade meddelanden", "roskakori", "poistetut", "poistetut kohteet", "poistetut viestit",
        // Polish, Czech, Slovak, Hungarian, Slovenian, Croatian, Baltic languages
        "kosz", "elementy usunięte", "usunięte", "koš", "odstraněná pošta", "odstraněné položky", "odstraněno", "kôš",
        "odstránené položky", "odstránená pošta", "kuka", "lomtár", "törölt elemek", "smeti", "izbrisano",
        "izbrisani elementi", "smeće", "izbrisane stavke", "prügikast", "kustutatud", "atkritne", "šiukšliadėžė",
        // Greek, Turkish, Russian, Ukrainian, Bulgarian
        "κάδος απορριμμάτων", "διαγραμμένα", "διαγραμμένα στοιχεία", "çöp kutusu", "çöp", "silinmiş öğeler",
        "silinmiş ögeler", "корзина", "удаленные", "удалённые", "удаленные элементы", "кошик", "видалені",
        "видалені елементи", "кошче", "изтрити",
        // Hebrew, Arabic, Japanese, Chinese, Korean and others
        "אשפה", "פריטים שנמחקו", "المهملات", "سلة المهملات", "العناصر المحذوفة", "ゴミ箱", "ごみ箱", "削除済みアイテム",
        "已删除", "已删除邮件", "已删除项目", "废纸篓", "垃圾桶", "回收站", "刪除的郵件", "刪除的項目", "휴지통", "지운 편지함", "삭제된 항목", "삭제된 편지함",
        "sampah", "thùng rác",
    ]

    static let drafts: Set<String> = [
        "drafts", "draft", "entwürfe", "entwurf", "brouillons", "brouillon", "borradores", "borrador", "esborranys",
        "rascunhos", "bozze", "ciorne", "concepten", "kladder", "kladd", "utkast", "luonnokset", "szkice",
        "wersje robocze", "robocze", "koncepty", "rozepsané", "rozpracované", "piszkozatok", "osnutki", "nacrti",
        "mustandid", "melnraksti", "juodraščiai", "πρόχειρα", "taslaklar", "черновики", "чернетки", "чернови", "טיוטות",
        "المسودات", "مسودات", "下書き", "草稿", "草稿箱", "임시 보관함", "임시보관함", "draf", "thư nháp",
    ]

    static let junk: Set<String> = [
        "junk", "spam", "junk e-mail", "junk email", "junk mail", "junk-e-mail", "unwanted", "bulk mail", "bulk",
        "spamverdacht", "unerwünscht", "unerwünschte werbung", "indésirables", "courrier indésirable", "pourriel",
        "correo no deseado", "no deseado", "correo basura", "correu brossa", "lixo eletrônico", "lixo eletrónico",
        "lixo electrónico", "posta indesiderata", "indesiderata", "ongewenst", "ongewenste e-mail",
        "ongewenste reclame",
        "uønsket", "uønsket mail", "uønsket e-mail", "uønsket e-post", "søppelpost", "skräppost", "roskaposti",
        "wiadomości-śmieci", "wiadomości śmieci", "niechciane", "nevyžádaná pošta", "nevyžiadaná pošta", "levélszemét",
        "neželena pošta", "neželjena pošta", "rämpspost", "ανεπιθύμητη αλληλογραφία", "ανεπιθύμητα", "önemsiz",
        "önemsiz e-posta", "gereksiz", "istenmeyen", "спам", "нежелательная почта", "небажана пошта", "דואר זבל",
        "البريد العشوائي", "البريد غير الهام", "迷惑メール", "垃圾邮件", "垃圾郵件", "스팸", "스팸 메일함", "정크 메일",
    ]

    /// The name of a folder as people see it. IMAP servers write names in a UTF-7 of their own, and Maildir++ and mail
    /// programs keep that form on disk: `Entw&APw-rfe`. https://www.rfc-editor.org/rfc/rfc3501#section-5.1.3
    static func decoded(_ name: String) -> String {
        let bytes = Array(name.utf8)
        guard bytes.contains(0x26), bytes.allSatisfy({ $0 < 0x80 }) else { return name }
        var out = ""
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x26, let end = bytes[index...].firstIndex(of: 0x2D) else {
                out.unicodeScalars.append(Unicode.Scalar(bytes[index]))
                index += 1
                continue
            }
            let code = bytes[(index + 1)..<end]
            // What is no such code is a name with an ampersand.
            guard let text = code.isEmpty ? "&" : text(ofUTF7: code) else { return name }
            out += text
            index = end + 1
        }
        return out
    }

    /// UTF-16 in Base64 with a comma for the slash, and without padding.
    private static func text(ofUTF7 code: ArraySlice<UInt8>) -> String? {
        var units: [UInt16] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in code {
            let value: UInt8
            switch byte {
            case 0x41...0x5A: value = byte - 0x41
            case 0x61...0x7A: value = byte - 0x61 + 26
            case 0x30...0x39: value = byte - 0x30 + 52
            case 0x2B: value = 62
            case 0x2C: value = 63
            default: return nil
            }
            bits = (bits << 6 | UInt32(value)) & 0x3F_FFFF
            count += 6
            if count >= 16 {
                count -= 16
                units.append(UInt16(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        // What is left over is padding; `R&D-x` has no whole character.
        guard !units.isEmpty, count < 6, bits & (1 << UInt32(count) - 1) == 0 else { return nil }
        return String(validating: units, as: UTF16.self)
    }
}
