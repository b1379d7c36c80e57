/** Parts that rare surnames are put together from. Most of what they make exists somewhere; none of it is looked up. */
export interface Making {
  share: number;
  stems: string;
  ends: string;
}

export const makings: readonly Making[] = [
  {
    share: 36,
    stems: `Ash Al Ald Ander App Ard Arm At Ayl Bad Bal Bar Bart Bas Beck Bel Ben Ber Bick Bil Bing Birch Black Blake Blan Bol Bon Bos Brad
    Bram Bran Breck Brent Bridge Brig Brock Brom Buck Bud Bur Burl But Cal Cald Cam Car Carl Cart Cas Chad Chal Char Chat Ches Chil Clay Cliff Clif
    Col Cold Comp Con Cor Cot Cran Craw Cress Crom Cros Cul Dal Dan Dar Den Der Dod Don Dor Dray Dun East Ed El Elder Ell Elm Em Etch Ever Fair Fal
    Far Farn Fen Fern Fin Fitch Fleet Ford Fos Frank Gam Gar Gat Gil Glad Glen God Gold Good Gran Gray Gres Grim Gul Had Hal Ham Han Har Hart Has
    Hat Haw Hay Hazel Heath Hem Hen Her Hey Hil Hol Holl Hor Hough Hul Hun Hur Hux Ing Ive Jar Ken Kers Kil King Kirk Knap Lam Lan Lang Lath Law
    Led Leigh Len Lin Lind Lock Long Lud Lyn Mal Man Mar Mark Mars Mel Mer Mid Mil Mon Mor Mun Nap Nel New Nor Oak Old Ol Or Os Ot Pad Pal Park
    Pat Pem Pen Pick Pil Pin Pres Quin Rad Ram Ran Raw Red Rich Rid Ring Rip Roch Rock Rol Rom Ros Row Rud Rush Rut Sal San Sax Sedge Sel Sev
    Shel Sher Ship Shir Sil Skel Slo Som South Spen Stan Star Sted Stock Strat Stub Sud Sum Sut Swin Tal Tam Tar Ted Thorn Thur Til Tol Tot Tre
    Trow Tun Tut Twy Tyl Up Ux Ver Wad Wake Wal Walt War Wat Way Wed Wel West Wex Whit Wic Wil Wim Win Wit Wolver Wood Wor Wren Wy Yar Yel York`,
    ends: `ton ford ley ham well man field wood worth by bury den don er ers ing ings land low more ridge shaw son stead ster stone thorpe ville
    wick win cott combe dale gate kin kins lock mer smith wright well bourne brook croft hurst leigh ling port ard ell ett ey ick o is`,
  },
  {
    share: 20,
    stems: `Ahl Alt Apfel Auer Bach Baum Berg Bern Bieder Birn Blum Boden Brand Braun Breit Brink Brenn Buch Burg Busch Dann Deich Diet Dorn
    Dres Eber Eck Ehr Eich Eisen Engel Erd Esch Falk Feld Fels Fink Fisch Flei Frei Fried Fuchs Garten Geis Gers Gold Gott Grab Gross Grun Haas
    Hagen Hahn Hart Haus Heid Heil Hein Hell Herr Hess Himmel Hirsch Hoch Hoff Holz Horn Huber Iff Jaeg Kahl Kalt Kauf Kern Kess Kirch Klee Klein
    Klug Knoll Koch Kohl Konig Korn Kraft Kram Kreis Krie Kron Kuhn Kunz Lands Lang Lauter Leh Licht Lieb Lind Loch Loew Lutz Mahl Marten Mayr
    Meis Mess Metz Mittel Mohr Moll Morgen Muhl Nacht Neu Nieder Nuss Ober Oster Pfaff Pfeif Platt Rab Rauch Reich Rein Ries Ritt Rohr Rosen Roth
    Rup Sach Sand Sauer Schaf Scharf Schell Schiff Schil Schlag Schlos Schmel Schnei Schon Schrei Schu Schwar Seel Seif Sieg Silber Sonn Spiel
    Stahl Stein Stern Stoll Strauch Streit Sturm Tann Thal Theis Trau Uhl Ullm Unger Vogel Voll Wald Wass Weg Wein Weis Wend Wern Wies Wild
    Wink Wirt Wolf Wund Zahn Zell Zieg Zimmer Zoll Zuck`,
    ends: `mann er berg stein meier bach feld hauser hof holz horst ing inger ler ling meister mer ner ninger rich ring schmidt schneider thal
    wald weg weiler zer hardt hold ert ke el els eck brecht bauer dorf ecker felder heim heimer kamp`,
  },
  {
    share: 14,
    stems: `Adam Andr Bab Bal Baran Bart Bed Biel Bogd Boj Bor Brod Bron Brzo Bud Bys Cham Chmiel Cies Czar Czer Dab Dem Dobr Dom Drozd Dud
    Dus Dym Dzied Fil Frank Gaj Gal Gaw Glow Gol Gor Grab Greg Grod Gront Gruz Gut Ign Iwan Jab Jag Jak Jan Jar Jas Jaw Jed Jez Kac Kal Kam Kar
    Kas Kaz Kil Kis Klim Klos Kob Koc Kol Kon Kop Kor Kos Kow Koz Kras Krol Krup Krzyz Kub Kuc Kul Kur Kwas Lab Lag Las Laz Lech Les Lew Lip
    Lis Lub Luk Maj Mak Mal Marc Mar Mas Mat Maz Mich Miel Mik Mil Mis Mlod Mroz Mur Nad Niedz Now Ochoc Ol Olsz Orl Orz Osin Ostr Paj Pal Pap
    Pas Paw Piech Piet Pil Piotr Plat Pod Pok Pol Pop Praz Prus Przyb Puk Rad Raj Rat Rog Rom Rud Rus Ryb Rzep Sad Sam Sit Skib Skow Slaw Smol
    Sob Sok Sos Stan Star Stef Strz Such Swit Szcz Szym Tar Tom Trz Tur Urb Wal War Was Wierz Wil Wis Wit Wloch Wod Woj Wron Wys Zab Zaj Zal
    Zap Zaw Zbor Ziel Zim Zub Zur`,
    ends: 'owski ewski inski czak czyk owicz ewicz ek ak ik icki ecki alski elski ka ko enko uk chuk ov in ic ovic evic icz iak el',
  },
  {
    share: 10,
    stems: `Abb Acc Agn Alb Ald Alf Aloi Amat Ang Ant Ardi Arm Bagl Bald Barb Bart Batt Bell Bened Bern Bert Bianc Bocc Bon Borg Bosc Brand
    Brun Bucc Cal Camp Cann Cap Carb Card Carl Cas Cast Catal Cav Cecc Cent Cer Chiar Cic Cim Cipr Col Colomb Conf Cop Corr Cost Cren Crist Cusim
    Dam Dell Dom Don Fabr Fal Far Fav Ferr Fil Fior Font Form Fort Franc Fus Gab Gal Gamb Garg Gent Ger Ghir Giac Giann Gior Giul Gram Grass
    Grec Guad Guer Iann Lanz Laur Leon Lomb Luc Maff Magl Malv Manc Mang Mant Marc Marin Marr Mart Mas Mast Matt Mazz Mel Mess Mil Mol Mont Mor
    Nap Nard Natal Ner Nic Oliv Orl Pac Pagl Pal Pant Pap Pasq Pell Per Petr Piaz Pic Pin Pir Pis Pol Pom Port Prov Pug Quar Raff Ragus Ric Rin
    Rizz Roc Rom Rosc Rug Sab Sal Salv Sant Sart Scal Scar Sciar Ser Sim Sor Spad Spin Stell Tad Tan Tard Tess Tom Tor Tozz Trap Tur Urs Val
    Vecch Ven Verd Vicar Vill Vis Vit Zamb Zan Zuc`,
    ends: 'elli etti ini ino one otti ucci aro ano ante acci ello etto occo oli igno iano isi ese osa ita era ardi aldi',
  },
  {
    share: 7,
    stems: `Ande Ander Arne Asp Bengt Berg Bjork Blom Borg Brand Carls Christ Dahl Ek Elm Engs Erik Fors Fred Fri Gus Haf Hag Hal Hed Hell Henr
    Hjel Hog Holm Ing Isak Jakob Jens Joerg Kjel Knud Kris Lar Lind Lof Lund Magn Malm Mort Nils Nord Ny Od Ol Os Pal Paul Ped Rasm Ros Sand
    Sjo Skog Soder Sten Stor Strand Sund Svend Sved Sven Thor Tors Up Vall Vest Vik Wall Wes Wik`,
    ends: 'sen son gren quist berg strom lund mark dahl man stad rud vik land sted feldt holm ling by heim gaard',
  },
  {
    share: 8,
    stems: `Arch Aub Bab Bar Beau Bell Ber Bill Bois Bon Bou Bour Bras Brou Cam Car Chab Cham Char Chau Che Clou Cor Cour Cout Dau Del Des
    Dor Dou Du Dub Duch Duf Dup Fab Far Font For Four Gag Gau Gen Ger Gir God Gour Gran Gui Guil Hou Jol Lab Lac Laf Lal Lam Lan Lap Lar Lat
    Lav Leb Lef Leg Lem Lev Mail Mar Mass Mel Men Mich Mon Mor Nad Ouel Pap Paq Par Pel Per Pic Plan Poi Pom Pou Prov Rab Ren Rich Riv Rob Roch
    Rou Sav Sen Sim Tess Thib Tou Trem Val Ver Vian Vil`,
    ends: 'eau eaux ette elle ier iere ard aud ault in ine ois ot oux on ont emont eville ney let lard bert chard court',
  },
  {
    share: 5,
    stems:
      'Adeb Adek Adew Afol Akin Amad Asan Ayod Bab Bol Chid Chuk Dial Ebub Egw Emek Eze Fal Gyam Ife Ikem Kama Kone Kwart Mbek Mens Ndi Njo Nkem Nwan Obi Odu Ogun Ok Olan Olu Onye Opok Osei Owu Sank Tra Uche Ug Uzo',
    ends: 'ah ola ayo emi ike owu ade uka usi enne oma ani awo eke odu aku ele ore ye',
  },
];

/** Rare Spanish surnames, made the same way. */
export const hispanicMaking: Making = {
  share: 1,
  stems: `Abr Aceb Agui Alam Alc Alder Alem Almon Altam Amad Amez And Apar Aran Arau Arch Arell Arg Arma Arre Arzo Asc Aven Azc Bac Bald
  Ball Band Barr Bas Bec Ben Berr Boh Bor Bri Bust Cab Cald Call Can Cap Carb Carr Casas Cast Ceb Ced Cep Cer Cev Ch Cob Col Conch Corr Cost
  Cuel Cuev Dav Dor Ech Eliz Encar Enr Escal Escob Esp Estr Fal Far Fern Fier Fran Fri Gal Gall Gam Gav Gir God Gran Grij Guaj Guil Guz Hered
  Hin Hur Igl Iri Jar Jaram Lar Led Leg Ler Lim Loz Luc Luj Mad Mag Mald Man Mar Mat Med Mel Men Mir Mond Mont Mor Mosq Mur Naj Nar Nav Nev
  Ol Ord Orel Ort Osor Pad Pal Par Past Ped Per Pin Piz Pol Port Pul Quez Quin Ram Rey Riv Rob Rod Rom Ros Sal Sam San Sar Seg Sep Sil Sol
  Sor Ter Tor Ur Val Var Vel Ver Vic Vil Yan Yep Zar Zav Zep Zub`,
  ends: 'ez az iz os as eda era ero illo illa ina ano ales ares arez ante anza aga ado ado eno ente eros iga osa ua ubal oya ondo',
};
