/// The words of each class, separated by blanks.
enum WordLists {
  /// The words with the classes that they have.
  static let all: [(WordClass, String)] = [
    (
      [.title, .personTitle],
      """
      President Premier Minister Chancellor Secretary Senator Congressman Congresswoman Representative Governor Mayor King Queen
      Prince Princess Emperor Sultan Sheikh Emir Pope Cardinal Archbishop Bishop Patriarch Imam Ayatollah Rabbi Reverend Pastor
      General Lieutenant Major Colonel Captain Sergeant Admiral Commander Marshal Brigadier Judge Justice Ambassador Envoy Speaker
      Leader Chairman Chairwoman Director CEO CFO Lady Sir Dame Lord Baron Mr Mrs Ms Dr Professor Prof Gen Sen Rep Gov Lt Col Capt
      Sgt Maj Adm Rev MP PM Taoiseach Actor Actress Singer Coach Officer Sheriff Commissioner Inspector Prosecutor Treasurer
      Spokesman Spokesperson Spokeswoman Founder Activist Journalist Former Secretary-General Attorney-General Director-General
      Governor-General
      """
    ),
    (
      .title,
      """
      Prime Vice Deputy Acting Interim Former Crown First Foreign Defense Defence Interior Finance Attorney Chief Vice-President
      Opposition Major-General Lieutenant-General
      """
    ),
    (
      .regnal,
      "Pope King Queen Prince Princess Emperor Sultan Sheikh Emir Patriarch Saint Empress Lord Lady Sir"
    ),
    (
      .joining,
      """
      of the and al bin ibn de da del dos das do di la le les du des der den von van for on in at el e y und ul zu af à &
      """
    ),
    (.personal, "al bin ibn de da del dos das di la le du des der den von van el y ul af zu ter"),
    (
      .compass,
      """
      West East North South Central New Upper Lower Greater Great Northern Southern Western Eastern Mount Lake Cape Port San Santa
      El Al Saint St. Fort
      """
    ),
    (.placeHead, "Province City Region Governorate Town Village District Department Prefecture"),
    (
      .body,
      """
      Government Party Council Court Assembly Union Bank Commission Congress Army Forces Front Movement Agency Committee Alliance
      Coalition League Nations Navy Police Service Ministry University Games Cup Parliament Senate Authority Organization
      Organisation Team Federation Association Society Church Corps Guard Brigade Foundation Institute Group Company Corporation
      Fund Museum College School Hospital Network Motors Electric Airlines Airways Industries Holdings Pictures Records Studios
      Systems Technologies
      """
    ),
    (
      .feature,
      """
      Airport District County Province Region River Governorate Oblast State City Island Islands Valley Lake Bay Department
      Prefecture Raion Township Municipality Mountains Beach Coast International
      """
    ),
    (
      .happening,
      """
      election elections referendum protest protests riots riot war wars conflict crisis insurgency offensive uprising revolution
      rebellion coup attack attacks bombing bombings shooting shootings stabbing stabbings massacre earthquake earthquakes tsunami
      hurricane cyclone typhoon flood floods flooding wildfire wildfires eruption landslide landslides avalanche crash collision
      derailment explosion explosions fire fires spill outbreak pandemic epidemic siege battle clashes strikes strike scandal affair
      trial summit conference championship championships season tournament olympics games cup final playoffs draft disaster
      disasters blackout famine drought heatwave genocide kidnapping kidnappings hijacking assassination ceasefire accords treaty
      agreement talks dispute disputes standoff campaign shutdown stampede insurrection demonstrations unrest cyclones disappearance
      murder murders process case relations storm storms tornado tornadoes outage
      """
    ),
    (
      [.happening, .namedHappening],
      """
      election elections referendum riots war wars conflict crisis insurgency uprising revolution rebellion coup bombing bombings
      shooting shootings stabbings massacre earthquake earthquakes tsunami flood floods wildfire wildfires eruption derailment spill
      outbreak pandemic epidemic scandal trial championship championships season tournament olympics playoffs disaster famine
      drought genocide accords treaty ceasefire
      """
    ),
    (
      .yearly,
      """
      Olympics Games Cup Championship Championships Open Prix Awards Award Election Elections Tournament Bowl Series Festival
      Paralympics Wimbledon Marathon Season League Rally Masters Summit Conference Contest Euro Earthquake War Trophy Classic Expo
      """
    ),
    (
      .time,
      """
      January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday
      Saturday Sunday UTC GMT BST EST EDT PST AM PM CET
      """
    ),
    (
      .demonym,
      """
      American British English Scottish Welsh Arab European African Asian Kurdish Palestinian Soviet Californian Texan Tibetan
      Chechen Bosnian Catalan Basque Nordic Balkan Baltic
      """
    ),
    (
      .adjective,
      """
      Muslim Jewish Christian Catholic Islamic Islamist Sunni Shia Shiite Shi'ite Shi'a Buddhist Hindu Republican Democratic
      Conservative Labour Liberal Sikh Anglican Protestant Marxist Communist Nazi Zionist Western North South Latin Orthodox Socialist
      Independent Muslims Jews Christians Catholics Islamists Sunnis Shias Shiites Buddhists Hindus Republicans Democrats
      Conservatives Liberals Sikhs Protestants Communists Nazis Independents Maoist Maoists Marxists Socialists Zionists Jihadist Jihadists
      """
    ),
    (.country, "U.S. US UK U.K. USA Palestine Britain America"),
    (
      .firstName,
      """
      Aaron Abdul Abdullah Adam Ahmed Alan Albert Alex Alexander Alfred Ali Alice Amy Andrea Andrew Andy Angela Anna Anne
      Anthony Antonio Arthur Barbara Ben Benjamin Bernard Bill Bob Boris Brian Bruce Carl Carlos Carol Caroline Catherine
      Charles Charlie Chris Christian Christine Christopher Claire Daniel David Dennis Diana Diane Dmitry Donald Dorothy
      Douglas Edward Elizabeth Emily Emma Eric Fernando Frank Fred Frederick Gary George Gerald Giovanni Gordon Grace Greg
      Hans Harold Harry Hassan Heather Helen Henry Howard Hugo Hussein Ian Ibrahim Igor Ivan Jack Jacob James Jan Jane Janet
      Jason Jean Jeff Jennifer Jessica Jim Joan Joe John Jonathan Jorge Jose Joseph Joshua Juan Julia Julie Karen Karl Kate
      Katherine Keith Kelly Kenneth Kevin Kim Larry Laura Lee Leon Linda Lisa Louis Luis Luke Manuel Marco Margaret Maria
      Marie Mario Mark Martin Mary Matthew Maurice Max Michael Miguel Mike Mohamed Mohammad Mohammed Muhammad Nancy Nicholas
      Nicole Nikolai Oliver Omar Oscar Pablo Pamela Patricia Patrick Paul Paula Pedro Peter Philip Pierre Rachel Ralph
      Raymond Rebecca Richard Rick Robert Roberto Roger Ronald Rosa Roy Ruth Ryan Samuel Sandra Sara Sarah Scott Sean Sergei
      Sergey Sharon Simon Stefan Stephen Steve Steven Stuart Susan Ted Terry Theresa Thomas Tim Timothy Tom Tony Victor
      Victoria Vincent Vladimir Walter Wayne William Yusuf
      Mark Will Bill Grant Frank Rob Pat Chuck Rich Jack Art Dean Drew Gene Guy Harry Lance Max Miles Nick Ray Rose Ruby Sue Victor
      Wade Angel Chase Christian Cliff Dale Don Earl Faith Grace Heath Iris Jean Jim Lee Lily Mike Norm Randy Robin Ted Tony Violet
      Herb Dick Tom Bob Joe Ben Sam Dan Ken Ron Tim Lloyd Ernest Carol Eve Crystal
      """
    ),
    (
      .largePlace,
      """
      Florida Virginia Georgia Carolina Dakota Alberta Victoria Santiago Orlando Austin Dallas Houston Madison Lincoln Charlotte
      Jackson Sydney Adelaide Kingston Paris London Chelsea Florence Sofia Nicosia Salvador Valencia Cordoba Lima Milan Vienna Geneva
      """
    ),
    (
      .abbreviation,
      """
      CEO CFO MPs CEOs PMs MEPs UTC GMT BST EST PST EDT TV DVD PM MP MPS US UK USA USD II III IV VI AM OK ID HD GDP DNA CCTV VIP CET AIDS HIV LGBT
      LGBTQ GPS PHD GOP SUV ATM
      """
    ),
    (
      .afterNoun,
      """
      's is was are were has have had will would says said say announces by from as or that who which after before over against
      during into under between through amid near than but while when not it its his their since until about along where to with
      of the and al bin ibn de da del dos das do di la le les du des der den von van for on in at el e y und ul zu af à &
      """
    ),
    (
      .grammar,
      """
      a about above after again against all also although amid among an and another any are around as at because been before being
      between both but by can could did during each either every few following for former from further had has have he her here his
      how however if in into is it its just least less like many may meanwhile might more most much must near nearly neither no nor
      not now of off on once only or other others our out over own per several she should since so some still such than that the
      their then there these they this those through to today together tomorrow tonight too under until up upon very via was we were
      what when where whether which while who whose why will with within without would yesterday yet you your
      """
    ),
    (
      .role,
      """
      president minister leader actor singer journalist politician activist author director businessman lawyer player footballer
      judge senator mayor governor king queen prince chairman star billionaire founder commander general rapper actress musician
      writer boxer champion chancellor premier ambassador captain coach guitarist poet novelist composer filmmaker scientist
      physicist cleric dissident candidate chairwoman businesswoman spokesman spokeswoman comedian golfer cyclist swimmer midfielder
      striker
      """
    ),
    (
      .organisation,
      """
      Times Post News Press Journal Guardian Herald Tribune Gazette United Inc Inc. Corp Corp. Ltd Ltd. Co Co. PLC Limited FC F.C. Forces
      Force Courts Brigades Battalion Regiment Squadron Services Office Administration Bureau Ministry Directorate Secretariat Board Chamber
      Commons Lords Representatives Club Cartel Mafia Gang Network Labs Monitor Entertainment Partners Energy Oil Gas Power Pharmaceuticals Laboratories
      Bros Bros. Brothers Sons Stores Foods Media Television TV Radio Broadcasting Communications Airlines Airways Railways Rail Exchange
      Sox Yankees Cardinals Rangers Lakers Giants Kings Bulls Tigers Eagles Panthers Lions Bears Blues Wanderers Rovers Athletic
      International Watch Borders Militia Legion Jihad Initiative Rifles Staff Command Observatory Orchestra Parliament Taliban
      Secretariat Trust Charity Campaign Lobby Workers Teamsters Seminary Academy Institution Treasury Senate Supporters Rebels
      """
    ),
    (
      .eventHead,
      """
      Battle Siege Hurricane Typhoon Cyclone Storm Operation War Treaty Massacre Fall Tour Giro Vuelta Copa Festival Eurovision Brexit
      Ramadan Easter Christmas Holocaust Oscars Grammys Diwali Passover Hajj Euromaidan Intifada
      """
    ),
    (
      .eventEnd,
      """
      Day Spring Derby Stakes Parade Bowl Ceremony Accord Accords Pact Agreement Convention Conference Crisis Revolution Uprising Insurgency
      Conflict Coup Genocide Pandemic Outbreak Trial Trials Referendum Protests Riots Massacre Bombing Bombings Attacks Plot Scandal Affair
      Open Finals Semifinals Playoffs Olympics Congress Expo Carnival Jubilee Wedding Funeral Eclipse Flood Floods
      """
    ),
    (
      .vehicle,
      "USS HMS HMAS MV MS MT SS RMS INS Boeing Airbus Dassault Tupolev Antonov Ilyushin Cessna Piper Embraer Bombardier MiG Shenzhou Chang'e Soyuz Falcon Sukhoi Apollo Voyager Starship"
    ),
    (
      .work,
      "Act Bill Law Constitution Amendment Protocol Report Album Film Movie Code Index Prize Virus Vaccine Telescope Rover Orbiter Lander Windows Declaration"
    ),
    (
      .placeBefore,
      "Mount Lake Cape Gulf Strait Straits Port Fort Isle Lower Upper Greater Camp Sea Bay River"
    ),
    (
      .placeEnd,
      """
      Sea Ocean Strait Gulf Peninsula Desert Park Square Street Bridge Tower Stadium Arena Mall Temple Mosque Cathedral Palace Prison
      Hotel Station Base Port Canal Dam Plant Zone Strip Heights Hills Hill Forest Gardens Border Corridor Camp Highlands Plateau
      Volcano Road Avenue Highway House Building Castle Mountain Territory Center Centre Pass Raceway Speedway Circuit Racecourse Pier Gorge Crater Canyon Falls Caves Ruins Cemetery Zoo Airfield Harbour Harbor Reef Glacier
      """
    ),
    (.beforePlace, "in near from at of to capital city town village port"),
  ]
}
