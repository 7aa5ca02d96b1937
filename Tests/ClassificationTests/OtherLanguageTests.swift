import Primitives
import Testing

@testable import Classification

@Suite("Countries that a text in another language concerns")
struct OtherLanguageTests {
  private static let french: [(String, String)] = [
    ("Les États-Unis annoncent de nouveaux droits de douane", "US"),
    ("L’Égypte ouvre un musée au pied des pyramides", "EG"),
    ("Séisme en Turquie : les secours cherchent des survivants", "TR"),
    ("La Russie et l’Ukraine échangent des prisonniers", "RU UA"),
    ("Le président brésilien en visite à Pékin", "BR CN"),
    ("Des soldats nigériens tués près de la frontière nigériane", "NE NG"),
    ("Pékin répond à Washington", "CN US"),
    ("Grève générale en Belgique, les trains belges à l’arrêt", "BE"),
    ("Un porte-avions britannique quitte le port", "GB"),
    ("Russes et Ukrainiens reprennent les pourparlers", "RU UA"),
    ("Élections en Côte d’Ivoire : forte participation", "CI"),
    ("La Corée du Nord tire un missile, Séoul proteste", "KP KR"),
    ("Inondations en Afrique du Sud", "ZA"),
    ("Accord entre Alger et Rabat", "DZ MA"),
    ("Les agriculteurs bloquent les routes de Pologne", "PL"),
    ("La RDC accuse le Rwanda", "CD RW"),
    ("Incendies au Québec et en Grèce", "CA GR"),
    ("Une maison de la presse ouvre ses portes", ""),
    ("Maurice et Georges gagnent le tournoi", ""),
    ("Pollution dans le golfe du Mexique", ""),
    ("Tension en mer de Chine méridionale", ""),
    ("Élevage de cochons d’Inde", ""),
    ("CHINE : les exportations reculent", "CN"),
  ]

  private static let german: [(String, String)] = [
    ("Ägypten öffnet ein Museum bei den Pyramiden", "EG"),
    ("Ägyptens Präsident reist nach Russland", "EG RU"),
    ("Erdbeben in der Türkei: Helfer suchen Überlebende", "TR"),
    ("Die USA verhängen neue Zölle gegen China", "CN US"),
    ("US-Präsident empfängt britischen Premier", "GB US"),
    ("Russische Truppen rücken vor, Kiew meldet Angriffe", "RU UA"),
    ("Ein deutscher Tourist wird in Österreich vermisst", "AT DE"),
    ("Polens Bauern blockieren Straßen", "PL"),
    ("Die Polen wählen ein neues Parlament", "PL"),
    ("Streik in den Niederlanden legt Züge lahm", "NL"),
    ("Nordkorea feuert eine Rakete, Seoul protestiert", "KP KR"),
    ("Die Schweizer stimmen über die Rente ab", "CH"),
    ("Brasilianische Forscher entdecken einen Frosch", "BR"),
    ("Peking antwortet auf die Vorwürfe", "CN"),
    ("Ein nigerianischer Minister tritt zurück", "NG"),
    ("Feuer zerstört Wald in Griechenland", "GR"),
    ("Ungarn und die Slowakei blockieren den Beschluss", "HU SK"),
    ("Im Ukraine-Krieg sterben Zivilisten", "UA"),
    ("Georgien wählt, Brüssel wartet", "BE GE"),
    ("Das Essen in der Halle war kalt", ""),
    ("Essen wird teurer", ""),
    ("Die Polin gewinnt den Titel", "PL"),
    ("Öl verschmutzt den Golf von Mexiko", ""),
    ("Übung im Südchinesischen Meer", ""),
    ("Gedenken an Rosa Luxemburg", ""),
    ("Der Bus fährt nach Regen später", ""),
    ("RUSSLAND schließt die Grenze", "RU"),
  ]

  private static let spanish: [(String, String)] = [
    ("España y Portugal sufren un apagón", "ES PT"),
    ("Estados Unidos impone nuevos aranceles", "US"),
    ("EE.UU. retira sus tropas de Siria", "SY US"),
    ("El presidente egipcio viaja a Moscú", "EG RU"),
    ("Rebeldes sirios toman una ciudad", "SY"),
    ("Turistas alemanas perdidas en los Alpes suizos", "CH DE"),
    ("La ministra francesa dimite", "FR"),
    ("Terremoto en Turquía deja cientos de muertos", "TR"),
    ("Corea del Norte lanza un misil", "KP"),
    ("Japón y Corea del Sur firman un acuerdo", "JP KR"),
    ("Los ucranianos resisten en el frente", "UA"),
    ("Israelíes y palestinos negocian una tregua", "IL PS"),
    ("El Gobierno marroquí cierra la frontera", "MA"),
    ("Inundaciones en Países Bajos y Bélgica", "BE NL"),
    ("La policía neozelandesa detiene a dos hombres", "NZ"),
    ("Londres y París aumentan el gasto militar", "FR GB"),
    ("Georgia elige presidente", "GE"),
    ("Georgia, clave en las elecciones de Estados Unidos", "US"),
    ("Chinos y estadounidenses reanudan las conversaciones", "CN US"),
    ("Una reunión decide el futuro del club", ""),
    ("Reunión de urgencia en el ayuntamiento", ""),
    ("Como cada año, vuelve la feria", ""),
    ("Este lunes empieza el curso", ""),
    ("Mauricio gana la carrera", ""),
    ("El ciclista Robert Turco gana la etapa", ""),
    ("La Cruz Roja Española pide ayuda", "ES"),
    ("Huracán en el golfo de México", ""),
    ("Abren una montaña rusa en el parque", ""),
  ]

  private static let portuguese: [(String, String)] = [
    ("O Brasil e o Egito assinam um acordo", "BR EG"),
    ("EUA impõem novas tarifas à China", "CN US"),
    ("Presidente egípcio visita Brasília", "BR EG"),
    ("Terremoto na Turquia deixa mortos", "TR"),
    ("Tropas russas avançam na Ucrânia", "RU UA"),
    ("Médicos cubanos chegam a Angola", "AO CU"),
    ("Alemães votam em eleições antecipadas", "DE"),
    ("Polícia espanhola detém suspeito em Lisboa", "ES PT"),
    ("Irã anuncia exercícios militares", "IR"),
    ("Primeiro-ministro japonês renuncia", "JP"),
    ("Coreia do Norte testa míssil", "KP"),
    ("Incêndios na Grécia obrigam à retirada de turistas", "GR"),
    ("Moçambicanos protestam contra os resultados", "MZ"),
    ("Países Baixos proíbem fogos de artifício", "NL"),
    ("Peru decreta estado de emergência", "PE"),
    ("Jornalista norte-americana libertada", "US"),
    ("A Índia lança um satélite", "IN"),
    ("Países latino-americanos reúnem-se", ""),
    ("Reunião termina sem acordo", ""),
    ("Como funciona o novo imposto", ""),
    ("Furacão avança pelo golfo do México", ""),
    ("Turistas na Praia do Forte", ""),
    ("A ministra polonesa e o ministro polaco", "PL"),
  ]

  private static let russian: [(String, String)] = [
    ("Россия закрыла воздушное пространство", "RU"),
    ("В России прошли выборы", "RU"),
    ("Президент Египта прибыл в Москву", "EG RU"),
    ("В Египте открыли музей", "EG"),
    ("США ввели новые пошлины против Китая", "CN US"),
    ("Землетрясение в Турции унесло жизни сотен людей", "TR"),
    ("Российские войска покинули город", "RU"),
    ("Немецкий турист пропал в Австрии", "AT DE"),
    ("Французские фермеры перекрыли дороги", "FR"),
    ("Переговоры между Арменией и Азербайджаном", "AM AZ"),
    ("Поляки выбирают президента", "PL"),
    ("Израильско-палестинский конфликт", "IL PS"),
    ("Саудовская Аравия снизила добычу", "SA"),
    ("Выборы в Южной Корее", "KR"),
    ("Пхеньян запустил ракету", "KP"),
    ("Лондон и Париж согласовали план", "FR GB"),
    ("Жители Новой Зеландии голосуют", "NZ"),
    ("Премьер Израиля посетил Вашингтон", "IL US"),
    ("Казахстанские врачи помогли Киргизии", "KG KZ"),
    ("Британец выиграл турнир в Дубае", "AE GB"),
    ("Того, кто это сделал, ищут", ""),
    ("Ураган над Мексиканским заливом", ""),
    ("Экспедиция в Индийском океане", ""),
    ("Страны Латинской Америки", ""),
    ("В штате Нью-Мексико пожар", ""),
    ("РОССИЯ ОТКРЫЛА ГРАНИЦУ", "RU"),
  ]

  private static let arabic: [(String, String)] = [
    ("مصر تفتتح متحفا قرب الأهرامات", "EG"),
    ("الرئيس المصري يزور موسكو", "EG RU"),
    ("زلزال في تركيا يخلف مئات القتلى", "TR"),
    ("محادثات بين روسيا وأوكرانيا", "RU UA"),
    ("الولايات المتحدة تفرض رسوما على الصين", "CN US"),
    ("وفد من السعودية يصل إلى بغداد", "IQ SA"),
    ("اتفاق للسعودية مع إيران", "IR SA"),
    ("القوات الإسرائيلية تقصف قطاع غزة", "IL PS"),
    ("لبنان ينتخب رئيسا", "LB"),
    ("الحكومة المغربية تعلن خطة", "MA"),
    ("بريطانيا وفرنسا تبحثان الهجرة", "FR GB"),
    ("واشنطن تحذر طهران", "IR US"),
    ("الجيش السوداني يستعيد الخرطوم", "SD"),
    ("كوريا الشمالية تطلق صاروخا", "KP"),
    ("اليابان تعلن حالة الطوارئ", "JP"),
    ("السوريون يعودون من الأردن", "JO SY"),
    ("بالصين مصانع جديدة", "CN"),
    ("انتخابات في الهند وباكستان", "IN PK"),
    ("وزارة المالية تنشر تقريرها", ""),
    ("دعم مالي للمزارعين", ""),
    ("عاصفة في خليج المكسيك", ""),
    ("دول أمريكا اللاتينية تجتمع", ""),
    ("انقلاب في مالي", "ML"),
  ]

  private static let chinese: [(String, String)] = [
    ("中国与埃及签署协议", "CN EG"),
    ("美国对中国加征关税", "CN US"),
    ("俄罗斯和乌克兰交换战俘", "RU UA"),
    ("土耳其发生强烈地震", "TR"),
    ("印度尼西亚火山喷发", "ID"),
    ("印度发射卫星", "IN"),
    ("日本首相辞职", "JP"),
    ("朝鲜发射导弹，韩国谴责", "KP KR"),
    ("尼日利亚与尼日尔重开边境", "NE NG"),
    ("法国总统访问北京", "CN FR"),
    ("赤道几内亚举行选举", "GQ"),
    ("几内亚比绍发生政变", "GW"),
    ("巴布亚新几内亚山体滑坡", "PG"),
    ("南苏丹难民返回", "SS"),
    ("華盛頓宣布新制裁", "US"),
    ("德國總理辭職", "DE"),
    ("巴以停火谈判继续", "IL PS"),
    ("美国马里兰州大桥倒塌", "US"),
    ("发展中国家呼吁减债", ""),
    ("上海地铁新线开通", "CN"),
    ("沿海地区迎来台风", ""),
    ("南美国家举行峰会", ""),
    ("印度洋海域发现残骸", ""),
    ("墨西哥湾漏油", ""),
    ("今日本报报道", ""),
    ("其中国有企业占多数", ""),
    ("内蒙古草原降雪", "CN"),
    ("今年增加纳税人名额", ""),
    ("这里加入新成员", ""),
    ("本届毕业典礼优雅典重", ""),
    ("以巴黎为例", "FR"),
  ]

  private static let italian: [(String, String)] = [
    ("L’Egitto apre un museo", "EG"),
    ("Gli Stati Uniti impongono dazi alla Cina", "CN US"),
    ("Soldati francesi lasciano il Niger", "FR NE"),
    ("Terremoto in Turchia", "TR"),
    ("Il premier britannico a Roma", "GB IT"),
    ("I greci votano domenica", "GR"),
    ("Mosca risponde a Kiev", "RU UA"),
    ("La polizia tedesca arresta due uomini", "DE"),
    ("Dell’Ucraina si parla a Parigi", "FR UA"),
    ("Una premier indiana e una svedese", "IN SE"),
    ("Riunione del consiglio comunale", ""),
    ("Torta di ceci", ""),
    ("Dell’accordo si parla domani", ""),
  ]

  private static let others: [(String, String, String)] = [
    ("nl", "Duitsland en Rusland tekenen een verdrag", "DE RU"),
    ("nl", "Franse boeren blokkeren wegen in België", "BE FR"),
    ("pl", "Wybory w Niemczech i w Polsce", "DE PL"),
    ("pl", "Rosyjskie wojska w Egipcie", "EG RU"),
    ("tr", "Rusya’da seçim yapıldı", "RU"),
    ("tr", "Mısır'ın başkenti Kahire", "EG"),
    ("tr", "İSRAİL saldırdı", "IL"),
    ("uk", "В Україні та Росії тривають обстріли", "RU UA"),
    ("uk", "Німецький канцлер прибув до Києва", "DE UA"),
    ("ja", "米国とロシアが会談", "RU US"),
    ("ja", "中国地方で大雨", "JP"),
    ("ja", "中国の首相が訪日", "CN"),
    ("ja", "インドネシアで噴火", "ID"),
    ("ja", "シリアルの新商品", ""),
    ("ko", "미국과 중국의 무역 협상", "CN US"),
    ("ko", "러시아는 우크라이나를 공격했다", "RU UA"),
    ("ko", "사랑이란 무엇인가", ""),
    ("he", "נשיא מצרים ביקר בגרמניה", "DE EG"),
    ("fa", "روسیه و اوکراین گفتگو کردند", "RU UA"),
    ("hi", "भारत और पाकिस्तान के बीच वार्ता", "IN PK"),
    ("id", "Gempa di Jepang dan Tiongkok", "CN JP"),
  ]

  private func codes(_ text: String, language: String?) -> String {
    let gazetteer = Gazetteer.standard
    return gazetteer.countries(in: [TextSlice(text)], setting: TextSetting(language: language)).map {
      gazetteer.countries[$0.index].code
    }.joined(separator: " ")
  }

  @Test("in French", arguments: french)
  func inFrench(text: String, expected: String) { #expect(codes(text, language: "fr") == expected) }

  @Test("in German", arguments: german)
  func inGerman(text: String, expected: String) { #expect(codes(text, language: "de-AT") == expected) }

  @Test("in Spanish", arguments: spanish)
  func inSpanish(text: String, expected: String) { #expect(codes(text, language: "es") == expected) }

  @Test("in Portuguese", arguments: portuguese)
  func inPortuguese(text: String, expected: String) { #expect(codes(text, language: "pt-BR") == expected) }

  @Test("in Italian", arguments: italian)
  func inItalian(text: String, expected: String) { #expect(codes(text, language: "it") == expected) }

  @Test("in Russian, declared or not", arguments: russian)
  func inRussian(text: String, expected: String) {
    for language in ["ru", nil, "en"] { #expect(codes(text, language: language) == expected) }
  }

  @Test("in Arabic, declared or not", arguments: arabic)
  func inArabic(text: String, expected: String) {
    for language in ["ar", nil, "en"] { #expect(codes(text, language: language) == expected) }
  }

  @Test("in Chinese, declared or not", arguments: chinese)
  func inChinese(text: String, expected: String) {
    for language in ["zh-Hans", nil, "en"] { #expect(codes(text, language: language) == expected) }
  }

  @Test("in further languages", arguments: others)
  func inOthers(language: String, text: String, expected: String) {
    #expect(codes(text, language: language) == expected)
  }

  @Test("in English and in languages without names are those of the English tables")
  func english() {
    for language in ["en", "en-GB", "fi", nil] {
      #expect(codes("Chad and Georgia sign a treaty in Berlin", language: language) == "DE GE TD")
      #expect(codes("Die Türkei und Ägypten", language: language) == "")
    }
  }

  @Test("include persons, bodies and large names of places that the English tables have")
  func shared() {
    #expect(codes("Gazprom baut in Düsseldorf", language: "de") == "DE RU")
    #expect(codes("Il visita la ville de Marseille", language: "fr") == "FR")
  }

  @Test("have a place in the text", arguments: [("Wahl in Ägypten", 8..<16, "de"), ("选举在中国", 9..<15, "zh")])
  func ranges(text: String, range: Range<Int>, language: String) {
    let findings = Gazetteer.standard.findings(
      in: [TextSlice(text)], setting: TextSetting(language: language))
    #expect(findings.map(\.range) == [range])
  }

  @Test("are named by terms in the language of the site")
  func terms() {
    let gazetteer = Gazetteer.standard
    for (name, language, code) in [
      ("Ägypten", "de", "EG"), ("中国", "en", "CN"), ("Polen", "de", "PL"), ("Egypt", "de", "EG"),
    ] {
      let country = gazetteer.country(named: name, language: language)
      #expect(country.map { gazetteer.countries[$0.index].code } == code)
    }
    #expect(gazetteer.country(named: "deutsch", language: "de") == nil)
  }
}
