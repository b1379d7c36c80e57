/**
 * Given names that parents give: of at least 50 children of one year between 1920 and 2023 in the counts of the Social Security
 * Administration (public domain), without those that are a letter too many, missing or exchanged in a name a hundred times as frequent
 * (Jesica). Two of them are two names, however alike they look.
 */
const names = `
aaden aadhya aadi aadya aahil aaleyah aaliya aaliyah aamir aaniyah aanya aaradhya aaralyn aarav aarika aarin aariv aariz aarna aarohi
aaron aarush aarya aaryan aashvi aayan aayden aayush abagail abbas abbey abbi abbie abbigail abbigale abbigayle abby abbygail abdallah
abdiel abdirahman abdul abdulaziz abdullah abdullahi abdulrahman abe abel abelardo abella abhinav abhiram abhishek abiel abigael abigail
abigale abigayle abner abraham abram abran abriana abrianna abriella abrielle abril abygail acacia ace acelynn acen achilles ada adah
adair adalberto adalee adaleigh adalia adalie adalina adalind adaline adalyn adalynn adalynne adam adamari adamaris adan adara adarius
addalyn addalynn addelyn addelynn addie addilyn addilynn addisen addison addisyn addysen addyson adela adelaide adelbert adele adelia
adelina adeline adell adella adelle adelyn adelynn adelynne aden adia adiel adilene adilyn adilynn adin adina adira adison adisyn aditi
aditya adlee adleigh adler adley adnan adolfo adolph adolphus adonai adonis adora adore adrain adria adrian adriana adriane adrianna
adrianne adriano adriel adrien adriene adrienne adryan advaith advik adyn adyson aedan aeden aerial aeris aeryn aeson afton agastya agatha
agnes agustin ahaan ahad ahana ahlani ahmad ahmari ahmed ahmir ahron ahtziri ahuva aida aidan aide aiden aidin aidyn aila ailani ailany
aileen ailyn aime aimee ainara ainhoa ainslee ainsley aisha aisley aislinn aislyn aislynn aitana aiyana aiyanna aiyla aiza aizen aj aja
ajah ajanae ajani ajay akai akari akash akasha akeelah akeem akhil akia akil akilah akira akiva akram aksel akshaj akshara akshay al
alahni alaia alaiah alaina alaiya alaiyah alakai alan alana alanah alane alani alanis alanna alannah alanni alara alaric alasia alaska
alaya alayah alayla alayna alaysha alaysia alba albert alberta albertha albertine alberto albin albina alda aldair alden alder aldo aldona
alea aleah alease alec alecia aleeah aleen aleena aleesha aleia aleigha aleisha aleister alejandra alejandro alek aleksandar aleksander
aleksandr aleksandra alekzander alen alena alene alesha aleshia alesia alessa alessandra alessandro alessia alessio aleta aletha alethea
alex alexa alexander alexandra alexandrea alexandria alexandro alexandros alexavier alexcia alexi alexia alexis alexsandra alexus alexys
alexzander alexzandria aleya aleyah aleyda aleyna alfonso alfonzo alford alfred alfreda alfredo ali alia aliah aliana alianna alias alice
alicia alijah alina aline alisa alise alisha alishia alisia alison alissa alisson alistair alister alita alivia aliviah alix alixandra
aliya aliyah aliyana aliza alize allan allana allegra allen allene alli allie alline allison allissa allisson allister alliyah ally allyn
allysa allyson allyssa alma almeda almeta almon alona alondra alonna alonso alonza alonzo alora aloysius alpha alphonse alphonso alston
alta altha althea alton alva alvaro alvena alvera alverta alvie alvin alvina alvis alya alyana alyanna alyce alycia alyna alysa alyse
alysha alyshia alysia alyson alyssa alysse alyssia alysson alyvia alyx alyza amadeo amadeus amado amadou amaia amaira amairani amaiya amal
amalia aman amanda amani amar amara amarah amare amaree amari amaria amariah amarie amarii amarion amaris amaru amauri amaury amaya amayah
amaziah ambar amber amberlee amberly ambria ambrose ambrosia amee ameen ameena ameer ameera ameerah ameir amelia amelie amen amere america
americo amerie ames amethyst ami amia amiah amias amie amiee amila amilia amin amina aminah aminata amir amira amiracle amirah amiri amit
amity amiya amiyah ammar ammon amon amor amora amorah amos amoura amparo amy amya amyah amyra ana anabel anabell anabella anabelle anahi
anahy anai anaiah anais anaisha anaiya anaiyah anakaren anakin analeah analee analeigh anali analia analicia analiese analisa analise
analiyah analy anamaria anand ananda ananya anari anas anasofia anastacia anastasia anay anaya anayah anayeli anayra ander anders andersen
anderson andi andie andon andra andre andrea andreana andreas andree andrei andreina andres andrew andrey andria andriana andrik andromeda
andru andy aneesa aneesh anel anessa anette anfernee angel angela angelena angelene angeles angelia angelic angelica angelie angelika
angelina angeline angelique angelita angelle angelo angely angie angus anh ani ania aniah anibal anijah anika anirudh anisa anish anisha
anissa aniston anistyn anita anitra aniya aniyah anja anjali anjanette anjel anjelica anjuli ann anna annabel annabell annabella annabelle
annabeth annaleah annalee annaleigh annalia annaliese annalisa annalise annalynn annalyse annamae annamaria annamarie annastasia anne
anneliese annelise annemarie annetta annette annie annika annis anniston annistyn annmarie anora ansel ansh anslee ansleigh ansley anson
anthony antione antionette antoine antoinette anton antone antonella antonetta antonette antoni antonia antonio antony antron antwain
antwan antwon antwone anushka anvi anwar anya anyah anyla anylah anyssa aoife apollo apollonia april apryl ara arabella arabelle araceli
aracely aram aramis arantxa arantza aranza arath arav araya arayah archer archibald archie ardath ardell ardella ardelle arden ardeth
ardis ardith areli arely aren ares aretha argenis arham ari aria ariadna ariadne ariah arian ariana ariane arianna arianne arianny
aribella aric arica arie ariel ariela ariell ariella arielle aries arik arika arin arion arionna aris arissa arius ariya ariyah ariyana
ariyanna ariyon arizona arjun arla arland arleen arlen arlena arlene arlet arleth arletta arlette arley arlie arlin arlinda arline arlo
armaan arman armand armando armani armias armida armin armon armond armoni arnaldo arnav arne arnelle arnetta arnie arnold arnoldo arnulfo
aron arriana arrianna arron arrow arsenio art artemio artemis arther arthur artie artis artist arturo arush arvel arvid arvil arvilla
arvin arwen arya aryah aryan aryana aryanna aryeh aryn asa asaad asad asael asahd asaiah asante ash asha ashante ashanti asher ashia
ashlea ashlee ashlei ashleigh ashlen ashley ashli ashlie ashliegh ashlin ashly ashlyn ashlynn ashlynne ashten ashtin ashton ashtyn ashwin
asia asiah asiya asiyah asley asma aspen aspyn assunta aston astrid asya athan atharv atharva athena atiya atlas atlee atreus atreyu
atticus aubree aubreigh aubrey aubri aubriana aubrianna aubrie aubriella aubrielle aubry auden audie audra audrea audreanna audree audrey
audriana audrianna audrie audrina audry august augusta augustin augustine augustus aundrea aura aurelia aurelio aurelius auri auria aurora
austen austin auston austyn auther author autum autumn ava avah avalee avaleigh avalon avalyn avalynn avamarie avan avani avante avarie
avary avaya avayah aveah aveer aveline avelyn aven averi averie avery avett avi avia avian aviana avianna aviel avielle avigail avion avis
aviva avni avonlea avraham avril avrohom avyaan avyan avyanna awilda axel axell axl axle axton aya ayaan ayaansh ayah ayan ayana ayanna
ayansh ayat ayce ayda aydan ayden aydenn aydin ayesha ayla aylah aylani ayleen aylin ayman aymar ayra aysha aysia ayub ayush ayva ayvah
ayven azaan azael azai azaiah azalea azari azaria azariah azeneth azia aziel aziyah aziz azlynn azrael azriel azucena azul azure azuri
babette babyboy babygirl baila bailee baileigh bailey bailie baily baker baleigh baltazar bambi bane banks banner barb barbara barbie
barbra bari barney baron barrett barrie barron barry bart bartholomew bartley barton baruch basil bastian batsheva bauer baxter bayan
baylee bayleigh baylen bayley bayli baylie baylor bayne bayron bear beatrice beatrix beatriz beau beauden beaulah beaux bebe becca beck
beckam beckett beckham becki beckie becky belen belinda bella bellamy belle belva ben benaiah benedict benicio benita benito benjamen
benjamin benji benjiman bennet bennett bennie benny benson bentlee bentley bently benton berenice berkeley berklee berkleigh berkley
berlin bernadette bernadine bernard bernardine bernardo berneice bernetta bernice bernie berniece bernita beronica berry bert berta bertha
bertie bertram bertrand beryl bess bessie beth bethanie bethann bethanne bethany bethel betsey betsy bette bettie bettina betty bettye
bettyjane bettylou betzaida beulah bev beverlee beverley beverly bexley beyonce bianca bianka bibiana bilal bill billi billie billiejo
billy billye bionca birdie biridiana birtha bishop bjorn blade bladimir blaine blair blaire blaise blaize blake blakelee blakeleigh
blakeley blakely blakelyn blakelynn blanca blanch blanche blane blayden blayke blayne blayze blaze blessing blessyn blossom blythe bo boaz
bob bobbi bobbie bobbiejo bobbijo bobby bobbye bode boden bodhi bodi bodie bonita bonnie bonny booker boone boris boston bowen bowie boyce
boyd bracha brad braden bradford bradin bradlee bradley bradly bradon brady bradyn braedan braeden braedon braedyn braelyn braelynn
braiden braidyn bram branch brandan brande brandee branden brandi brandice brandie brandin brandis brando brandon brandt brandy brandyn
brannon branson brant brantlee brantley brantly braulio braven braxten braxton braxtyn brayan braydan brayden braydin braydon braylan
braylee brayleigh braylen braylin braylon braylynn brayson brayton brea breana breann breanna breanne breasia breauna breck brecken
breckin bree breeana breeann breeanna breelyn brenda brendan brenden brendon brendyn brenna brennan brennen brenner brennon brent brentlee
brentley brently brenton breon breona breonna bret brett brevin brewer brexton breyana breyanna breyden bria brian briana brianca brianda
brianna briannah brianne briar briauna brice bricen bridger bridget bridgett bridgette brie brieana brieanna briella brielle brien brienna
brienne brigette briggs brigham brighton brigid brigitte brilee briley brinda brinkley brinlee brinleigh brinley brion briona brionna
brisa briseida briseis briseyda brison brissa bristol britani britanny britany britnee britney britni britnie britny britt britta
brittanee brittani brittania brittanie brittany britteny brittini brittiny brittnee brittney brittni brittnie brittny britton brixley
brixton briza broc brock brodee broden broderick brodey brodie brodrick brody brogan broly bronson bronte bronwyn bronx brook brooke
brookelyn brookelynn brooklin brooklyn brooklynn brooklynne brooks bruce bruno bryan bryana bryanna bryant bryar bryce brycen bryden bryer
brylee bryleigh brylie bryn brynlee brynleigh brynley brynn brynna brynne brynnlee brynnley bryon brysen bryson brystol bryton buck bud
buddy buelah buffie buffy buford bulah bunny burdette burke burl burnell burnice burt burton buster butch byron
cadance cade caden cadence cadin cady cadyn caeden caedmon cael caelan caelum caelyn caesar cai caia caiden caidence caidyn cailey cailin
cailyn cain caine cairo caison caitlan caitlin caitlyn caitlynn caius cal calandra calder cale caleb caleigh calen caley cali calista
caliyah calla callahan callan calleigh callen calli callie calliope callista callum cally calum calvin cam camari cambree cambria cambrie
camden camdon camdyn camellia cameo cameran cameren cameron cameryn cami camila camilla camille camilo cammie cammy campbell camren camrin
camron camry camryn canaan candace candance candi candice candida candie candis candise candra candy candyce cannon canon canyon capri
caprice cara caren caressa carey cari caridad carie carin carina carisa carissa carl carla carlee carleen carleigh carlene carleton
carletta carley carli carlie carlito carlos carlotta carlton carly carlyle carlyn carma carman carmel carmela carmelita carmella carmello
carmelo carmen carmine carnell carol carolann carole carolee carolina caroline carolyn carolyne caron carri carrie carrington carroll
carsen carson carsten carsyn carter cartier carver cary caryl caryn carys casandra case casen casey cash cashton casi casie casimer
casimir cason casondra casper caspian cassady cassandra cassaundra cassey cassi cassian cassidy cassie cassius cassondra cassy castiel
cataleya catalina catarina cate catelyn caterina catharine catherine cathey cathi cathie cathleen cathrine cathryn cathy catina catlin
catrice catrina cattleya cauy cavan cayde cayden caydence cayla caylee cayleigh cayley caylie caylin caysen cayson ceara ceasar cecelia
cecil cecile cecilia cecily cedar cedric cedrick celena celene celeste celestine celia celina celine cennet ceola cera cerenity cerissa
cesar chace chad chadrick chadwick chaim chaka chalmer champion chana chance chancellor chanda chandler chandra chanel chanell chanelle
chanice chanin channel channing chantal chantay chante chantel chantell chantelle chantz chardae charde charis charise charisma charissa
charisse charita charity charla charlee charleen charleigh charlene charles charleston charlette charley charli charlie charline charlize
charlotte charlsie charlton charly charm charmaine charmin charnelle charolette chas chase chasen chasidy chasity chassidy chassity
chastity chauncey chava chavon chaya chayce chayse chayton chaz chazz che chela chelcie chelsa chelse chelsea chelsee chelsey chelsi
chelsie chelsy cher cheree cherelle cheri cherice cherie cherilyn cherise cherish cherlyn cherokee cherrelle cherri cherrie cherry cheryl
cheryle chesney chester chet chevelle chevon chevy cheyann cheyanna cheyanne cheyenne cheyne chiara chimene chimere china chip chiquita
chisa chistopher chloe chloey chosen chris chrissie chrissy christ christa christal christan christeen christel christen christena
christene christi christian christiana christianna christiano christie christin christina christine christion christofer christoher
christoper christophe christopher christos christpher christy chrystal chrystian chuck chyanne chyenne chyna chynna cian ciana cianna
ciara ciaran ciarra cicely cielo cienna ciera cierra ciji cillian cinda cindi cindie cindy cinnamon cinthia cinthya citlali citlalli
citlally citlaly clair claira claire clara clarabelle clarance clare clarence claribel clarice clarine clarisa clarissa clarity clark
clarke claud claude claudette claudia claudie claudine claudio clay clayton clem clemens clement clemente clementine clemmie cleo cleon
cleora cleta cletus cleve cleveland cliff clifford cliffton clifton clint clinton clive cloe cloey clover clovis cloyd clyde cobe coby
coco codey codi codie cody coen cohen colbie colby cole coleen coleman coleson coleton coletta colette colin colleen collette collier
collin collins colsen colson colston colt colten colter coltin colton coltyn columbus conan concepcion concetta concha conlan conley
conner connie connor conor conrad constance constantine consuela consuelo contessa conway coolidge cooper copeland cora coral coralee
coralie coraline corban corben corbin corby corbyn cord cordarius cordelia cordell cordero coreen corene coretta corey cori corie corin
corina corine corinna corinne corissa corlis corliss cormac cornelia cornelius cornell corrie corrin corrina corrine corry cort cortez
cortland cortney cortni cortnie corwin cory cosette cosmo coty courtenay courteney courtland courtnee courtney courtni courtnie cove coy
craig crawford cree creed creighton creola crew cris crissy crista cristal cristen cristi cristian cristiano cristie cristin cristina
cristine cristo cristobal cristofer cristopher cristy croix crosby cross cru crue cruz cruze crysta crystal crystle cullen curley curt
curtis curtiss cutter cy cyan cydney cylas cyle cylus cyndee cyndi cyndy cynthia cypress cyril cyrus
dacia daelyn daemon daenerys daequan daevon dafne dagan dahlia daija daijah dailyn dain daiquan daira daisha daisy daja dajah dajon dajuan
dakarai dakari dakoda dakota dakotah dalary dale dalen dalene dalett daleysa daleyza dalia dalila dalilah dallas dallin dalton dalvin
damani damarcus damari damario damarion damaris damarius damen dameon damia damian damien damion damir damita damon damond damoni damonte
damya dan dana danae danasia dandre dane daneen danelle danesha danette dangelo dani dania danial danica daniel daniela daniella danielle
danika danilo danisha danita daniya daniyah dann danna dannette danni dannie dannielle danny dante danya danyel danyell danyelle danzel
daphne daquan dara darby darcel darcey darci darcie darcy darell daren darey daria darian dariana darice dariel darien darin dario darion
darious darius darla darleen darlene darline darlyne darnell darnisha darold daron darran darrel darrell darren darrian darrick darrien
darrin darrion darris darrius darron darry darryl darryle darryll darryn darsh dartagnan darvin darwin darwyn daryl daryle daryll daryn
dasani dasean dash dasha dashaun dashawn dashia dashiell dashon dasia dathan daulton daunte davante dave daven daveon davey davi davian
david davida davie davien davin davina davion davis davon davonta davontae davonte davy dawn dawna dawne dawson dawsyn dax daxon daxton
daxtyn dayana dayanara dayanna daylen daylin daylon dayna dayne dayquan dayra daysha dayshaun dayshawn daysi dayson dayton dayvon deacon
deagan deaglan dean deana deandra deandre deandrea deane deangelo deann deanna deanne deante deanthony deasia deaundre deb debbi debbie
debby debi debora deborah debra debrah decker declan dede dedra dedric dedrick dee deeann deeanna deedee deedra deegan deena deidra deidre
deion deirdre deisy deja dejah dejanae dejon dejuan dekari deklan deklin deklyn dekota del delainey delana delaney delani delanie delano
delbert delfina delia delicia delila delilah delinda delisa dell della delma delmar delmer delois deloise delonte delora delores deloris
delpha delphia delphine delta delton delvin delylah demarco demarcus demari demario demarion demarius demarkus demetra demetri demetria
demetric demetrice demetrios demetris demetrius demi demian demir demitri demitrius demond demonte dempsey dena denae denali denean deneen
denese denette denice denielle denilson denim denine denis denise denisha denisse denita denna dennie dennis denny denton denver denzel
denzell denzil deon deondra deondre deonta deontae deonte deontre dequan derald dereck derek dereon derian derick derik derion derl deron
derrek derrell derrick derrik derrion derron derwin desarae desean deserae deseree deshaun deshawn deshon desi desirae desiray desire
desirea desiree desmon desmond desree dessie destanee destani destanie destany desteny destin destine destinee destiney destini destinie
destiny destry detra detrick dev devan devansh devante devaughn deven devin devion devlin devon devona devonta devontae devontay devonte
devorah devyn dewayne dewey dewitt dexter deyanira deysi dezarae dezirae deziree dezmond dhruv diamante diamond diamonique dian diana
diandra diane diann dianna dianne dick dickie diedra diedre diego diesel dijon dilan dillan dillard dillion dillon dimitri dimitrios
dimple dina dinah dinero dino dion diondre dione dionne dionte dior dirk divine divya dixie dixon diya djuana dmarion dmitri dock dodie
dollie dolly dolores doloris domanic domanick domenic domenica domenick domenico dominga domingo dominic dominica dominick dominik
dominique dominque domonic domonique don dona donal donald donavan donaven donavin donavon dondre donell donella donetta donielle donisha
donita donn donna donnamarie donnell donnie donny donovan donovin donta dontae dontavious dontay donte dontrell donya donzella dora
dorathy dorcas doreen dorene doretha doretta dori dorian dorien dorinda dorine doris dorla dorman dorotha dorothea dorothy dorris dorsey
dortha dorthea dorthey dorthy dottie dotty doug douglas dov dovid dovie doyle draco drake draven draya drayden drayton dream dreama drema
dresden drew dru drucilla drusilla dua duane dudley duke dulce duncan duran durell durrell durward durwood dustan dusten dusti dustie
dustin duston dusty dustyn duwayne dwain dwaine dwane dwayne dwight dwyane dyamond dyan dylan dyland dylen dyllon dylon dymond dynasty
dyson
eamon ean earl earle earlean earlene earlie earline early earnest earnestine eartha eason easter easton eastyn eben ebone ebonee eboni
ebonie ebony echo ed eda edan edd eddie eddy eden eder edgar edgardo edie edin edison edith edmond edmund edmundo edna edrick edsel edson
eduardo edward edwardo edwin edwina edyth edythe eesa effie efraim efrain efrem efren egypt ehlani ehren eian eiden eila eileen eira
eisley eitan eithan eivin eiza ela elaina elaine elam elan elana elani elanor elara elayna elayne elba elbert elberta elda elden eldon
eldora eldred eldridge eleanor eleanora eleanore elease eleazar elektra elena eleni elenor elenora elenore elexis elexus elgin eli elia
eliah elian eliana elianna elias elicia elida eliel eliezer elif eligh elijah elin elina elinor elinore elio eliora eliot eliott elisa
elisabeth elise eliseo elisha elisheva elissa eliyahu eliyanah eliza elizabeth elizebeth elke ella ellamae ellarose elle ellee ellen
ellery elli elliana ellianna ellie elliette ellington elliot elliott elliotte ellis ellison ellsworth ellwood elly ellyana ellyn elma
elmer elmira elmo elmore elna elnora elodie eloisa eloise elon elora elouise elowen elowyn eloy elroy elsa elsie elsy elton elva elvera
elvia elvie elvin elvina elvira elvis elwanda elwin elwood elwyn ely elyana elyas elyjah elyn elyse elysia elyssa elyza elza elzie ema
emaan emalee emalyn emalynn eman emani emanuel ember emberlee emberleigh emberly emberlyn emberlynn emeli emelia emeline emely emelyn
emerald emeri emerie emerson emersyn emery emi emil emile emilee emili emilia emiliana emiliano emilie emilio emily emilyn emir emma
emmalee emmaleigh emmalin emmalina emmaline emmalyn emmalynn emmanuel emmanuella emmarie emmarose emme emmeline emmer emmerson emmersyn
emmet emmett emmi emmie emmit emmitt emmy emmylou emogene emoni emori emory empress emrie emry emryn emrys ena ender enedina enid enjoli
ennis enoch enola enos enrico enrique enriqueta ensley enzo eoin eowyn ephraim era erasmo eren eriberto eric erica erich erick ericka erie
erik erika erikka erin erinn eriq eris erlene erlinda erline erma ermias erna ernest ernestina ernestine ernesto ernie eros errol ervin
erwin eryka erykah eryn erynn esai esau esdras esequiel esha eshaan eshan esmae esme esmeralda esperanza essence essie esta esteban
estefani estefania estefany estel estela estell estella estelle ester estevan esther estrella eternity etha ethan ethaniel ethel ethelene
ethelyn ethen ethyl ethyn etta eudora eugene eugenia eugenio eula eulah eulalia euna eunice eva evalina evaluna evalyn evalynn evan evana
evander evangelina evangeline evans eve evelin evelina eveline evelyn evelyne evelynn ever everardo everest everett everette everhett
everlee everleigh everley everli everlie everly everlynn everson evert evette evie evin evita evolet evon evonne evren ewan ewell exie
eyad eyan ezekial ezekiel ezell ezequiel ezio ezra ezrael ezrah ezran ezriel ezzard
fabian fabio fabiola fabrizio fae fahad faigy fairy faisal faith falisha fallon fallyn falon fannie fanny fantasia farah farhan faris
faron farrah farrell farris fatima fatimah fatoumata faustino fausto favian faviola fawn fay faye fayth federico felecia felica felice
felicia felicity felipa felipe felisa felisha felix felton fenix ferdinand fermin fern fernand fernanda fernando ferne fidel filiberto
filip filomena finis finlay finlee finleigh finley finn finneas finnegan finnian finnick finnigan finnley fiona fischer fisher fitz
fitzgerald flavio fletcher flint flo flor flora florence florene floretta florian florida florine flossie floy floyd flynn fonda ford
forest forrest foster fox fran francene frances francesca francesco franchesca francheska francie francine francis francisca francisco
franco frank frankie franklin franklyn franky fransisco franz fred freda freddie freddy frederic frederick fredia fredric fredrick fredy
freeda freeman freida freya freyja frida frieda fritz fulton fumiko furman fynn
gabe gabrial gabriel gabriela gabriele gabriella gabrielle gadiel gael gaetano gage gaia gaige gail gala gale galen galilea gamaliel
gannon gardner garet gareth garett garfield garland garnet garnett garold garren garret garrett garrick garrison garry garth gary gaston
gatlin gauge gavan gaven gavin gavriel gavyn gay gaye gayla gayle gaylen gaylene gaylon gaylord gaynell gearld gearldine geena gema gemma
gena genaro gene general genese genesis geneva genevieve genna geno genoveva gentry geoff geoffery geoffrey georgann george georgeann
georgene georgetta georgette georgia georgiana georgiann georgianna georgie georgina georgine geovani geovanni geovanny geovany gerald
geraldine geraldo geralyn gerard gerardo gerhard geri germaine german gerold geronimo gerri gerry gerson gertha gertie gertrude gia
giacomo giada gian giana giancarlo gianluca gianna gianni giannis giavanna gibson gideon gidget gigi gil gilbert gilberto gilda giles
gillian gina ginger ginny gino gio gionni giorgio giovani giovanna giovanni giovanny giovany giovonni gisel gisela gisele gisell giselle
gissel gissell gisselle gitty giulia giuliana giulianna giuseppe gizelle gladis gladyce gladys glen glenda glendon glendora glenn glenna
glenwood gloria glory glynda glynis glynn godfrey golda golden goldia goldie gonzalo gorden gordon gorge grace gracelyn gracelynn gracen
gracey graci gracie graciela gracin gracyn grady graeme graham graig granger grant granville gray graycen grayden graydon graysen grayson
grecia greer greg gregg gregoria gregorio gregory greidys greta gretchen gretta grettel grey greysen greyson gricelda griffen griffin
grisel griselda grover gryffin guadalupe guido guillermo guinevere gunnar gunner gus gussie gustav gustave gustavo guy gwen gwenda
gwendolyn gwenn gwenyth gwyn gwyneth
hadassa hadassah haddie haddon haden hadi hadlee hadleigh hadley hafsa hagan hagen haiden haider haidyn hailee haileigh hailey hailie
haily haislee haisley haizley hakeem hakim hal halee haleigh haley hali halie halima halle halley halli hallie halo hamilton hampton hamza
hamzah hana haniya hank hanna hannah hannia hans hansel hardin harding hardy haris harlan harland harlee harleen harleigh harlem harlen
harley harli harlie harlow harlyn harlynn harmon harmonee harmoni harmonie harmony harold haroon harper harrell harriet harriett harriette
harris harrison harry hartley harun harvey hasan hashim haskell hassan hattie haven hawa hawk hawkins haya haydee hayden haydn haydon
hayes hayle haylee hayleigh hayley hayli haylie hayven hayward haywood hayze haze hazel hazen hazle heath heather heaven heavenly heber
hector hedwig hedy heide heidi heidy heiress helen helena helene helyn henderson hendrick hendrik hendrix hendrixx henley henri henrietta
henrik henry hensley herb herbert heriberto herlinda herman hermina herminia hermione hermon hernan hero herschel hershel hershy hester
heston hettie hezekiah hiba hideo hilario hilary hilbert hilda hildegard hildegarde hildred hillard hillary hilliard hilma hilton hiram
hiro hiroshi hobart hobert hogan holden holland holley holli hollie hollis holly hollyn holt homer homero honesty honey honor hoover hope
horace horacio hortencia hortense hosanna hosea houston howard howell hoyt hubert huck huda hudson huey hugh hugo hulda humberto humza
hung hunter huntleigh huntley hussain hussein hutson huxley huxton huy hyman hyrum
iain ian ibraheem ibrahim ida idalia idalis idaly idell idella idris iesha ieshia ignacio ignatius ike ikea iker ila ilan ilana ileana
ileen ilene iliana illiana ilona ilse ilyas ima iman imani imanol imari imelda immanuel imogen imogene imran ina inaaya inara inaya india
indiana indie indigo indira indy indya inell ines inez inga inger ingrid iola iona ione iqra ira irania ireland irelyn irelynn irene
iridian iridiana irie irina irine iris irma irvin irving irwin isa isaac isaak isabel isabela isabell isabella isabelle isac isacc isadora
isadore isael isai isaiah isaias isaih isak isamar isela isha ishaan ishan ishmael isiah isidore isidro isis isla islah ismael ismail
isobel isra israel isreal issa issac issiah italia italy itzae itzayana itzel iva ivaan ivan ivana ivanka ivanna ivar iverson ivette ivey
ivie ivonne ivory ivy iyana iyanna iyla iylah iyonna izaac izaak izabel izabela izabell izabella izabelle izael izaiah izak izamar izan
izaya izayah izel iziah izrael izzabella
jabari jabez jabria jacalyn jacari jace jacee jacelyn jacelynn jacen jaceon jacey jaceyon jaci jacie jacinda jacinta jack jackelin
jackeline jackelyn jacki jackie jacklyn jackson jacky jaclyn jaclynn jacob jacobe jacobi jacobo jacoby jacolby jacorey jacori jacory
jacqualine jacque jacquelin jacqueline jacquelyn jacquelyne jacquelynn jacques jacquez jacquie jacquline jacqulyn jacy jad jada jadah
jadan jadarius jade jadelyn jaden jadiel jadin jadon jadyn jaeda jaeden jaedon jaedyn jael jaela jaelen jaelin jaelon jaelyn jaelynn jafet
jagger jahari jahaziel jaheim jahiem jahir jahleel jahlil jahmari jahmir jahseh jahsir jahzara jahziel jai jaiceon jaida jaiden jaidon
jaidyn jaila jailen jailene jailine jailyn jailyne jailynn jaime jaimee jaimie jaina jair jaire jairo jairus jajuan jakai jakari jakayla
jake jakeb jakhari jakhi jakia jakira jakiya jakiyah jakob jakobe jakobi jakoby jakub jakyra jala jalani jalaya jalayah jaleah jaleel
jaleesa jalen jalesa jalessa jalia jaliah jalil jalin jalisa jalisha jalissa jaliyah jalon jalyn jalynn jamaal jamaica jamal jamall jamar
jamarcus jamari jamarian jamario jamarion jamarius jamauri jamaya jame jamecia jamee jameel jameelah jameer jameka jamel jamell jamere
james jamesha jameson jamey jami jamia jamiah jamie jamier jamika jamil jamila jamilah jamilet jamillah jamin jamir jamison jamiya jamiyah
jammie jamon jamya jamyah jan jana janae janai janasia janay janaya jancarlo jancarlos jane janea janean janee janeen janel janell janelle
janelly janely janene janessa janet janeth janetta janette janey jani jania janiah janice janie janina janine janis janise janiya janiyah
jann janna jannah jannat jannette janney jannie jansen january janya janyah janyce janyla janylah jaquan jaquelin jaqueline jaquelyn
jaquez jaquon jarad jared jarek jarell jaren jaret jareth jarett jarid jariel jarin jarius jarod jaron jarrad jarred jarrel jarrell jarren
jarret jarrett jarrid jarrod jarron jarryd jarvis jasai jase jasean jasen jashaun jashawn jashua jasiah jasiel jasir jasleen jaslene
jaslyn jaslynn jasmin jasmine jasmyn jasmyne jason jasper jathan jaunita javan javari javaris javen javeon javian javien javier javin
javion javon javonta javontae javonte jawad jawan jax jaxen jaxin jaxon jaxsen jaxson jaxston jaxsyn jaxton jaxtyn jaxx jaxxon jaxyn jay
jaya jayce jaycee jaycen jayceon jayci jaycie jaycion jayda jaydah jaydan jayde jayden jaydin jaydon jaydyn jaye jaykob jayla jaylah
jaylan jaylani jaylee jayleen jayleigh jaylen jaylene jaylin jaylon jaylyn jaylynn jayme jaymee jayna jayne jayon jayquan jayro jayse
jaysean jaysen jayshawn jayson jaythan jayton jayven jayveon jayvian jayvin jayvion jayvon jazelle jaziah jaziel jazleen jazlene jazlyn
jazlynn jazmin jazmine jazmyn jazmyne jazzlyn jazzlynn jazzmin jazzmine jc jean jeana jeancarlo jeancarlos jeane jeanene jeanetta jeanette
jeanie jeanine jeanmarie jeanna jeanne jeannette jeannie jeannine jeb jed jedediah jedidiah jeff jefferson jeffery jeffrey jeffry jelani
jelisa jemal jemma jena jenae jencarlos jenee jeneen jenell jenelle jenesis jenessa jeni jenica jenifer jeniffer jenilee jenine jenise
jenna jennafer jennah jennefer jennette jenni jennica jennie jennifer jennings jenny jennyfer jensen jenson jerad jerald jeraldine
jeramiah jeramie jeramy jere jered jerel jerell jereme jeremi jeremiah jeremias jeremie jeremih jeremy jeremyah jeri jeriah jerica jericho
jerika jerilyn jerimiah jermain jermaine jermel jermiah jerod jerold jerome jeromy jeron jeronimo jerrad jerred jerrel jerrell jerri
jerrica jerrick jerrie jerrod jerrold jerron jerry jersey jerson jerusha jeryl jesenia jeshua jesiah jesika jeslyn jess jessa jessalyn
jesse jesseca jessenia jessi jessiah jessica jessie jessika jesslyn jessy jessyca jesus jet jeter jethro jett jettie jettson jevon jewel
jewell jhase jhene jhett jhonatan jia jiana jianna jibreel jihad jill jillian jim jimena jimmie jimmy jina jionni jiovanni jiraiya jiselle
jiya jo joah joan joana joanie joann joanna joanne joao joaquin job jobina jocelin joceline jocelyn jocelyne jocelynn jodee jodi jodie
jody joe joel joell joella joelle joellen joely joetta joette joey johana johann johanna johannah johannes johathan john johna johnathan
johnathen johnathon johnetta johnette johnie johnmichael johnna johnnie johnny johnpaul johnson joi joie jolanda jolee joleen jolene
jolette jolie jolyn jolynn jomar jon jonae jonael jonah jonas jonatan jonathan jonathen jonathon jonell jonelle jonerik jones joni
jonmichael jonna jonnie jonny jonpaul jordan jordana jorden jordi jordin jordon jordy jordyn jordynn jorge jori jorja jory josalyn
joscelyn jose josef josefa josefina joselin joseline joseluis joselyn joselynn joseph josephina josephine josette josey josh joshua
joshuah josiah josias josie joslyn joslynn josmar josselyn josslyn josue jourdan journee journei journey journi journie jovan jovana
jovani jovanna jovanni jovanny jovany jovi jovie jovita jovon jowell joy joyce joycelyn joye joyel joyell joyelle jozef joziah jozlyn
jream jru jrue juan juana juancarlos juanita juanpablo juaquin jubilee judah judd jude judge judi judie judith judson judy juelz julee
jules juli julia julian juliana juliane juliann julianna julianne julie julieann julien juliet julieta julietta juliette julio julisa
julissa julius jullian june junior juniper junius juno jupiter jurnee justen justice justin justina justine justis juston justus justyce
justyn juwan
ka kabir kace kacee kacen kacey kaci kacie kacper kacy kadance kadarius kade kadeem kaden kadence kadie kadijah kadin kadon kady kadyn
kadynce kaeden kaedyn kael kaela kaelan kaelani kaeli kaelin kaelyn kaelynn kaeson kage kahla kahlan kahlani kahlil kai kaia kaiden
kaidence kaidyn kaila kailah kailani kailany kailee kaileigh kailey kaili kailo kaily kailyn kailynn kain kaine kainen kainoa kaira kairi
kairo kairos kaisen kaiser kaisley kaison kaisyn kaitlan kaitlin kaitlyn kaitlynn kaito kaius kaiya kaizen kaizer kal kala kaladin kalani
kalaya kalayah kale kalea kaleah kaleb kalee kaleena kalei kaleigh kalel kalen kalena kaleo kaley kali kalia kaliah kalib kalie kalil
kalin kalina kalisha kalista kaliyah kallen kalli kallie kalliope kallum kalob kalvin kalyn kalynn kamal kamala kamani kamar kamara kamari
kamaria kamarion kamaya kambree kamden kamdyn kameron kameryn kamesha kami kamia kamiah kamil kamila kamilah kamilla kamille kamisha
kamiya kamiyah kamora kamran kamrin kamron kamryn kamya kanaan kanan kandace kandi kandice kandis kandy kandyce kane kaneesha kaneisha
kanesha kaneshia kanika kanisha kaniya kaniyah kannon kanon kanye kanyon kapri kara karah karam karan karas kareem karel karely karen
karena karey kari karie karim karime karin karina karis karisa karishma karisma karissa karizma karl karla karlee karleen karleigh karlene
karley karli karlie karlos karly karma karmelo karmyn karol karolina karoline karolyn karon karri karrie karrington karson karsten karsyn
karter karthik kartier kary karyl karyme karyn kasai kasandra kase kasen kasey kash kasha kashif kashmir kashton kashtyn kasi kasie kason
kasondra kasper kassandra kassi kassidy kassie kassius kassondra kasyn kataleya katalina katarina kate katelin katelyn katelynn katelynne
kateri katerina katey katharine katherin katherine kathern katheryn kathi kathie kathleen kathlyn kathrine kathryn kathryne kathy kathyrn
kati katia katie katilyn katina katisha katlin katlyn katlynn katrena katrice katrina kattie katy katya kavin kavion kavon kavya kawana
kay kaya kayce kaycee kaycen kayci kaycie kaydance kaydee kayden kaydence kaydin kaydon kaye kayla kaylah kaylan kaylani kayleb kaylee
kayleen kaylei kayleigh kaylen kaylene kayley kayli kaylie kaylin kaylyn kaylynn kayne kaysen kaysha kaysie kayson kaytlin kaytlyn
kaytlynn kc keagan keagen keaira keana keandra keandre keanna keanu keara kearra keasia keaton kecia kedrick keegan keelan keeley keely
keena keenan keenen keesha kegan kehlani keiana keiara keifer keigan keila keilani keilany keily keion keir keira keiran keirra keirsten
keiry keisha keith kejuan kekoa kelan kelani kelby kelcey kelci kelcie kelcy keli kelis kellan kelle kellee kellen keller kelley kelli
kellie kellin kelly kellyann kellye kellyn kelsea kelsee kelsey kelsi kelsie kelsy kelton kelvin kemari kemarion kemper ken kena kenadee
kenadi kenadie kenai kenan kenda kendal kendall kendarius kendell kendra kendric kendrick kendrix kendyl kendyll kenesha kenia kenisha
kenji kenlee kenleigh kenley kenna kennadi kennady kennedi kennedie kennedy kenneth kenney kennith kennth kenny kensington kenslee kensley
kent kenton kentrell kenya kenyan kenyatta kenyetta kenyon kenzi kenzie kenzington kenzlee kenzleigh kenzley kenzo keon keona keondra
keondre keoni keonna keontae keonte keosha kera keren keri kermit kerri kerrie kerrigan kerry kerstin kerwin kesean kesha keshaun keshav
keshawn keshia keshon keturah keven kevin kevon kevonte kevyn keya keyan keyana keyanna keyara keyden keyla keylee keylor keyon keyona
keyonna keysha keyshaun keyshawn keziah khadija khadijah khai khalani khaleb khaled khaleesi khali khalia khalid khalif khalil khalilah
khaliyah khamani khamari khari kharter khary khaza khelani khiry khloe khloee khloey khloie khristian khristopher khushi khylan khylee
khyree khyrie khyson kia kiaan kiah kian kiana kianna kiara kiarah kiarra kiefer kiel kiera kieran kiernan kierra kiersten kierstin
kierstyn kiesha kijana kilee kiley kilian killian kim kimani kimball kimber kimberle kimberlee kimberley kimberli kimberlie kimberly
kimberlyn kimbra kimi kimmie kimora kindra king kingsley kingsten kingston kingstyn kinlee kinleigh kinley kinsey kinslee kinsleigh
kinsley kinzie kinzlee kinzley kiona kionna kip kipp kipton kiptyn kira kiran kirby kirk kirkland kirra kirsten kirsti kirstie kirstin
kirsty kirstyn kirt kisha kishan kit kitana kitty kiya kiyah kiyan kiyana kiyoko kiyomi kiyoshi kizzie kizzy klaire klara klarissa klaus
klay klayton kloe kloey kloie knight knowledge knox koa koah kobe kobi kobie koby koda kodi kodie kody koen kohen kohl kolbe kolbie kolby
kole kolin kollin kollins kolsen kolson kolt kolten kolter kolton koltyn kong konner konnor konrad konstantinos kooper kora korben korbin
korbyn kordell koren korey kori korie korina korra kortney kortni kory kota kourtney kourtni kraig kramer kreed krew kris krish krisha
krishiv krishna krissy krista kristal kristan kristel kristen kristi kristian kristiana kristie kristin kristina kristine kristle
kristofer kristoffer kristopher kristy kristyn kross kroy krue kruz krysta krystal krystel krysten krystian krystin krystina krystine
krystle krystyn krystyna kullen kurt kurtis kush kwame kya kyah kyair kyaire kyan kyana kyanna kyara kyden kye kyla kylah kylan kylar kyle
kylee kyleigh kylen kylene kyler kyley kyli kylian kylie kylin kylo kylon kylynn kym kymani kymberly kymir kyndal kyndall kyndra kyng
kyngston kynlee kynleigh kynslee kynsley kynzlee kyomi kyra kyrah kyran kyree kyren kyrie kyrin kyro kyron kyrsten kyrstin kysen kyson
kyzer
la lacee lacey lachelle lachlan laci lacie lacresha lacy ladarius ladawn ladonna lael laela lafayette laia laiken laikyn laila lailah
lailani laina laine lainey lainie laisha laith laiyah lajuana lakayla lake lakeesha lakeisha lakelyn lakelynn laken lakendra lakenya
lakesha lakeshia lakeya lakeysha lakia lakiesha lakin lakisha lakita lakota lakyn lamar lamarcus lamarion lamarr lambert lamonica lamont
lamonte lamya lana lanae lance landan landen landin landon landry landyn lane lanette laney langston lani lanie lanisha lanita laniya
laniyah lannie lanny lanya laporsha laquan laquanda laquesha laquinta laquisha laquita lara larae laraine larhonda larisa larissa lark
larkin laron laronda larraine larry lars larson larue lary lasandra lashae lashan lashana lashanda lashandra lashaun lashaunda lashawn
lashawna lashawnda lashay lasheena lashon lashonda lashondra lashun lashunda lashundra lasonya latanya latara latarsha latasha latashia
latavia lateisha latesha lathan latia laticia latifah latina latisha latonia latonja latonya latoria latosha latoshia latoya latoyia
latrell latrenda latrice latricia latrina latrisha laura lauran laure laureen laurel lauren laurence laurene lauretta laurette lauri
laurie laurin laurinda laury lauryn lavada lavar lavell lavender lavera lavern laverna laverne lavette lavina lavinia lavon lavona lavonda
lavonne lavonte lawana lawanda lawanna lawerence lawrance lawrence lawson laya layah layan layden layla laylah laylani layna layne laynee
laynie laysha layton lazaro lazarus lea leah leamon leana leander leandra leandro leann leanna leanne leasa leatha leatrice lebron lecia
leda ledger lee leeann leeanna leeanne leela leeland leen leena leeroy leesa leeza legaci legacy legend leia leif leigh leigha leighann
leighton leila leilah leilani leilany leisha lekeisha lekesha lekisha lela leland lelia lemuel len lena lenard leni lenin lenna lennie
lennon lennox lenny lenora lenord lenore lenox lenwood leo leobardo leola leon leona leonard leonardo leone leonel leonela leonidas leonor
leonora leonore leopold leopoldo leora leota leovanni lera leroy les lesa lesha leshia lesia leslee lesley lesli leslie lesly leslye
lessie lester leta letha leticia letisha letitia lettie letty lev levar levern levi leviathan leviticus levon levy lewis lex lexi lexie
lexington lexis lexus lexy leyah leyla leylani leyna leyton lezlie lia liah liam lian liana liane lianna lianne libby liberty licia lida
lidia lila lilah lili lilia lilian liliana lilianna lilibeth lilith lilla lillee lilli lillian lilliana lillianna lillie lillith lilly
lillyan lillyana lillyann lillyanna lillyanne lily lilyan lilyana lilyann lilyanna lilyanne lina lincoln linda linden lindsay lindsey
lindsie lindsy lindy linette linh link linkin linkoln linley linnea linnie lino linsey linus linwood lionel lisa lisamarie lisandra
lisandro lisbeth lise lisette lisset lissette lita litzi litzy liv livi livia liya liyah liyana liz liza lizabeth lizbeth lizet lizeth
lizette lizzette lizzie llewellyn lleyton lloyd lluvia lochlan locke logan logen lois loki lola lolita loma lon lona londa london londyn
londynn long loni lonna lonnie lonny lonzo lora loraine loralei loran lorayne lore loreal lorean loree loreen lorelai lorelei loren lorena
lorene lorenza lorenzo loretta lori loria loriann lorianne lorie lorin lorinda lorine lorna lorne lorraine lorrayne lorretta lorri lorrie
lorry lory lottie lotus lou louann louanne louella louie louis louisa louise lourdes louvenia love lovely lovie lowell loy loyal loyalty
loyce loyd lu lua luana luann luanna luanne luc luca lucah lucas lucca lucero luci lucia lucian luciana lucianna luciano lucie lucien
lucifer lucile lucille lucinda lucio lucious lucius lucky lucretia lucus lucy ludie ludwig lue luella luetta lugene luigi luis luisangel
luiz luka lukah lukas luke lula lulu luna lupe lupita luqman lura lurline luther luvenia lux luz lyam lyan lyanna lyda lydia lyla lylah
lyle lyman lyn lynda lyndi lyndon lyndsay lyndsey lyndsi lyndsie lynell lynelle lynetta lynette lynlee lynn lynne lynnette lynsey lynwood
lyon lyra lyric lyrica lyrik lyssa
mabel mable mac macayla mace macee macen maceo macey machelle maci macie mack mackayla mackenna mackenzi mackenzie macklin macy madaline
madalyn madalynn madden maddex maddie maddilyn maddison maddisyn maddix maddox maddux maddyn madelaine madeleine madelene madelin madeline
madelon madelyn madelyne madelynn madelynne madge madie madilyn madilynn madisen madison madisyn madonna madysen madyson mae maegan maegen
maeghan mael maelee maelyn maelynn maeva maeve mafalda magali magaly magan magda magdalen magdalena magdalene magen maggie magnolia magnus
maguire mahala mahalia mahdi mahi mahir mahki mahlon mahmoud mahogany mai maia maile maira maisha maisie maison maisy maisyn maite maiya
maizie maizy maja majesty major makaela makai makaila makaio makala makalah makari makayla makaylah makaylee makeda makel makena makenna
makenzi makenzie makenzy makhi makiah makinley makiya makiyah makoa maksim makya makyla malachai malachi malaika malak malakai malakhi
malaki malani malaya malayah malayna malaysia malcolm malcom malea maleah maleek maleigha malek malena maleni malerie malia maliah maliek
maliha malik malika malikai maliki malina malinda malique malisa malissa maliya maliyah malka malky mallary mallie mallori mallorie
mallory malorie malory malvin mamadou mamie mammie manav manda mandee mandi mandie mandy manha manley manny manolo manuel manuela maple
mara marah maranda marbella marc marcanthony marcel marcela marceline marcelino marcell marcella marcelle marcello marcellus marcelo
marcey marchelle marci marcia marcie marco marcoantonio marcos marcus marcy mardell marely maren marena margaret margarete margaretta
margarette margarita margarite margarito margaux marge margene margery margie margo margot margret marguerite margurite mari maria mariah
mariajose mariam marian mariana mariann marianna marianne mariano maribel maribeth maricarmen maricela maricruz marie mariel mariela
marielena mariella marielle marietta marigold mariko marilee marilou marilu marilyn marilynn marimar marin marina mario marion marisa
marisela marisha marisol marissa marita maritza marius marivel mariya mariyah marjorie marjory mark markanthony markayla markeisha
markeith markel markell markese markie markita marko markus marla marlana marlee marleen marlei marleigh marlen marlena marlene marley
marli marlie marlin marlo marlon marlow marlowe marlyn marlys marna marne marni marnie marolyn marquan marquel marquell marques marquese
marquetta marquez marquis marquise marquisha marquita marquitta marrisa marrissa mars marsha marshal marshall marshawn marta martavious
martel martell martez martha marti martika martin martina martine marty marva marvel marvin marwa mary maryah maryam maryann maryanne
marybelle marybeth maryellen maryjane maryjo marykate marylee marylin marylou marylyn marylynn maryn maryssa masao masen masiah mason
massiah massimo masyn mateo matheo matheus mathew mathias mathieu mathilda mathis matias matilda matilde matt mattea matteo matthew
matthias mattias mattie mattison maud maude maudie maura maureen maurice mauricio maurine mauro maven maverick maverik mavis mavrick
mavrik max maxen maxie maxim maximilian maximiliano maximillian maximo maximus maxine maxon maxton maxwell maxx may maya mayah mayar
maybell maybelle maycee maycie maye mayer mayla maylee maylin mayme maynard mayra mayrin mayson mayte mazen mazi mazie mazikeen mcarthur
mccoy mckay mckayla mckenna mckenzi mckenzie mckinlee mckinley mea meadow meagan meagen meaghan meah mecca mechelle meera meg megan meghan
meghann mehki meilani meir meira meisha mekayla mekenzie mekhi mel melaine melani melania melanie melany melba melia melina melinda melisa
melisha melissa mellisa melodee melodie melody melodye melonie melony melton melva melville melvin melvina melvyn melynda melyssa memphis
menachem mendel mendy meranda mercedes mercedez mercy meredith meri merida meridith merilyn merissa merl merle merlene merlin merlyn merna
merri merrick merrie merrilee merrill merrily merritt merry merton mervin mervyn merwin meryl mesha messiah meta meyer mia miabella miah
miamor mica micaela micah micaiah micayla michael michaela michaelangelo michaella michal michala michayla micheal micheala michel michela
michelangelo michele michell michelle michial mickayla mickey micki mickie micky miesha migdalia miguel miguelangel mihir mika mikael
mikaela mikah mikai mikaila mikal mikala mikalah mikayla mikaylah mike mikel mikhael mikhail miki mikki mila milagros milah milan milana
milani milania milburn mildred mileena milena miles miley milford milissa milla millard miller millicent millie milly milo milton mimi
mina mindi mindy minerva minh minnie miquel mira mirabelle miracle miranda mirella mireya mirha miriah miriam mirian mirka mirna misael
mischa misha mishka missy misti mistie misty mitch mitchel mitchell mittie mitzi mitzie mitzy miya miyah moesha mohamad mohamed mohammad
mohammed moira moises molli mollie molly mona monae monet monica monika monique monroe monserrat monserrath montana montanna monte montel
montell montez montgomery montreal montrell montserrat monty mordecai mordechai morgan morganne morgen moriah morris morrison mortimer
morton mose moses moshe mozell mozella mozelle muhammad muhammadali muhammed mulan muriel murl murphy murray murry musa mustafa my mya
myah myasia mychael mychal myeisha myesha myia myiesha myisha myka mykaela mykah mykal mykala mykayla mykel mykenzie myla mylah mylan
mylee myleigh myles mylie mylo myra myranda myriah myriam myrl myrle myrna myron myrtice myrtie myrtis myrtle
nabil nacole nada nader nadia nadine nadya naeem nael naftali nahla nahmir nahom nahomi nahum naia naila nailah naim naima naimah nairobi
naiya najah najee nakayla nakeisha nakesha nakia nakisha nakita nakiya nakiyah nakoa nala nalah nalani nallely nami nan nancee nanci
nancie nancy nanette nannette nannie naoma naomi naomy napoleon naquan nariah nariyah naseem nash nashawn nashla nasir nastassia nastassja
natacha natalee nataleigh natali natalia natalie nataly natalya natan natanael natasha natashia nate nathalia nathalie nathaly nathan
nathanael nathanial nathaniel nathen natisha natori natosha naudia nautica navaeh naveah naveen navi navy navya naya naydelin nayeli
nayely nayla naylani nazareth nazir neal nechama necole ned nedra neel neely neftali neha nehemiah nehemias neida neil nekia nelda nell
nelle nellie nelly nels nelson nena neo neoma nereida neriah nerissa nery nestor neta nettie neva nevaeh nevaeha neve neveah nevin newell
newton neymar nia niall niam nichelle nichol nicholai nicholas nichole nicholette nicholle nick nicki nickie nicklas nicklaus nickolas
nickolaus nicky nico nicol nicola nicolai nicolas nicole nicolette nicollette nidhi nidia niesha nigel nijah nika nikayla nikhil niki
nikia nikisha nikita nikki nikkia nikko niklas niklaus niko nikola nikolai nikolas nikolaus nikole nila nilda nile niles nilsa nina
nirvana nisa nisha nita nivaan nivea nixon niya niyah noa noah noam noble noe noel noelani noelia noella noelle noemi nohely nohemi nola
nolan nolen noma nona noor nora norah norbert norberto noreen norene nori norine norita norma norman normand norris norton norval norwood
notnamed nour nova novah novalee novaleigh novalynn novella nubia nunzio nuri nya nyah nyasia nydia nyesha nyjah nyla nylah nyle nyomi
nyra nyree nyssa
oakland oaklee oakleigh oakley oaklyn oaklynn obadiah obed obie ocean ocie octavia octavio octavius odalis odalys odell oden odessa odette
odie odin odis ofelia oksana ola olajuwon olan olen olene oleta olga olin olive oliver olivia ollie olympia olyvia om oma omar omari
omarion omayra omega omer ona oneal oneta onyx oona opal ophelia ora oral oralia oran oren ori oriana orin orion orland orlando orpha
orrin orson orval orvil orville osama osbaldo oscar osiel osiris oskar osman osmar ossie osvaldo oswald oswaldo otha otho otis ottis otto
ouida ova owen ozell ozella oziah ozias oziel ozzie ozzy
pa pablo paden page paige paislee paisleigh paisley paityn paizlee paizley palma palmer paloma pam pamala pamela pandora pansy paola paolo
paris parker parris parrish parth pasquale passion pat patience patric patrica patrice patricia patricio patrick patrina patryk patsy
patti pattie patton patty paul paula pauletta paulette paulina pauline paulo pavel pax paxton payden payne payson payten payton pearl
pearle pearlene pearlie pearline pedro peggie peggy peighton penelope penn penney penni pennie penny pepper percy peri perian perla
pernell perri perry persephone perseus pete peter petra petrina peyton phaedra pharaoh phil philip philippe phillip phillis philomena
phineas phoebe phoenix phuong phylicia phylis phyliss phyllis pia pierce pierre pierson pilar pinkie piper pippa polly pooja poppy porcha
porche porscha porsche porsha porshia porter portia pranav precious prentice preslee presleigh presley preslie preston prestyn price
pricila pricilla primrose prince princess princeton priscila priscilla prisha priya priyanka promise prudence pryce prynce pyper
qiana quade quadir quanisha queen queenie quentin quenton quest quiana quincy quinlan quinn quint quinten quintin quinton quran
race rachael rachal racheal rachel rachele rachelle racine racquel radley rae raeann raeanna raeanne raegan raekwon raelee raeleigh
raelene raelyn raelynn rafael rafe ragan raghav ragnar raheem rahma rahsaan rahul raiden rain raina raine rainey raisa raizy raj rajiv
rajon rakeem rakim raleigh ralph ramel rami ramir ramiro ramon ramona ramone ramses ramsey rana ranada ranae rance rand randa randal
randall randee randel randell randi randle randolf randolph randon randy ranee ranger rania raniya raniyah ransom raphael rapheal raquan
raquel rashaad rashaan rashad rashard rashaun rashawn rasheda rasheed rasheeda rasheedah rasheen rashel rashid rashida rashon rashonda
raul raven ravi ravin ravyn ray raya rayaan rayan rayanna rayburn rayce rayden raye rayford rayhan rayla raylan raylee rayleigh raylen
raylene raylin raylon raylynn raymon raymond raymundo rayna raynard rayne rayquan rayshawn rayven rayvon rayyan raziel reagan reanna
reatha reba rebeca rebecca rebecka rebeka rebekah rebekka rebekkah rebel reco reda reece reed reef reem reena reese refugio regan regena
regenia reggie regina reginae reginal reginald regine regis rehan reid reign reilly reina reinaldo reinhold remi remington remmy remy ren
rena renada renae renaldo renard renarda renata renate renato renay renda rene renea renee renesmee renetta renita renley reno renzo reta
retha retta reuben reva rex rexford rey reya reyansh reyes reyli reymundo reyna reynaldo reynold rhea rheanna rheta rhett rhianna rhiannon
rhoda rhodes rhona rhonda rhyder rhylee rhys ria riaan rian riana rianna ricardo ricco rich richard richardo richelle richie richmond rick
rickey ricki rickie ricky rico rider ridge ridley riggins riggs rigo rigoberto rihaan rihanna riker rikki rilee rileigh riley rilla rilyn
rilynn rina rio riot rip ripley ripp risa rise rishaan rishabh rishi rita ritchie rivaan river riverlyn rivers rivka rivky riya roan rob
robb robbie robbin robby robert roberta roberto robin robinson robyn rocco rochel rochell rochelle rocio rock rockwell rocky rod roddy
roderic roderick rodger rodney rodolfo rodrick rodrigo rodriquez roel roemello roen rogan rogelio roger rogers rohan rohit rojelio roland
rolanda rolando rolf rolland rollie rollin roma romaine roman romario rome romel romello romeo romi romina romona romy ron rona ronald
ronaldo ronan ronda rondell ronen ronette roni ronin ronisha ronna ronnell ronnette ronney ronni ronnie ronny rony rooney roosevelt rori
rory rosa rosabella rosalba rosalee rosaleigh rosalia rosalie rosalina rosalind rosalinda rosaline rosalva rosalyn rosalynn rosamond
rosann rosanna rosanne rosario roscoe rose roseann roseanna roseanne rosella roselyn roselynn rosemarie rosemary rosendo rosetta rosevelt
roshan roshanda rosia rosie rosina rosio rosita roslyn ross rowan rowdy rowen rowena rowland rowyn roxana roxane roxann roxanna roxanne
roxie roxy roy royal royalty royce rozella ruben rubi rubie rubin ruby rubye rudolf rudolfo rudolph rudra rudy rue rueben rufus ruger ruhi
rumi runa rupert rush russ russel russell rustin rusty ruth rutha ruthann ruthanne ruthe ruthie ryan ryann ryanne ryatt ryden ryder rye
ryen ryker rylan ryland rylee ryleigh rylen ryley rylie rylin rylynn ryne ryu ryver
saad saanvi sabastian sabella sabian sabina sabine sable sabrena sabrina sacha sade sadie saeed safa safiya sagan sage sahana sahar sahara
sahasra sahil sai said saif saige sailor saint sakura sal saleem saleh salem salena salim salina sallie sally salma salman salome salomon
salvador salvatore sam sama samaira samanta samantha samar samara samarah samari samaria samarth samatha samaya sameer sami samia samiah
samir samira samirah samiya samiyah sammie sammy samone sampson samson samual samuel samya san sana sanaa sanai sanaya sandee sandi sandie
sandra sandro sandy sanford sania saniah saniya saniyah sanjana sanjay sanjuana sanjuanita santa santana santanna santiago santina santino
santo santos sanvi sanya saoirse saphira sapphire sara sarabeth sarah sarahi sarai saray sarena sari sariah sarina sarita sariya sariyah
sasha saul saundra savana savanah savanna savannah savion savon sawyer saya saydee saylor sayuri scarlet scarlett scarlette schuyler
schyler scot scott scottie scotty scout seamus sean seana seanna season sebastian sebastien sebrina sedona sedrick sekani sela selah
selena selene selim selina selma selvin semaj seneca september sequoia serafina seraphina serena serene serenity sergio serina serinity
seth seven sevyn seymour shaan shad shadonna shae shaelyn shaelynn shai shaila shaina shakara shakari shakayla shakera shakeria shakia
shakir shakira shakita shakur shala shalanda shalisa shalom shalonda shalyn shalynn shamar shamara shamari shameeka shameika shameka
shamekia shamia shamica shamika shamira shamiya shamus shamya shan shana shanae shanan shanay shanaya shanda shandi shane shanea shanee
shaneka shanel shanell shanelle shanequa shanetta shani shania shaniah shanice shaniece shanika shaniqua shanique shanise shanita shaniya
shaniyah shanna shannan shannel shannen shannon shanon shanta shantae shantal shantay shante shantel shantell shantelle shanti shantia
shanya shaquan shaquana shaquanda shaquanna shaquille shaquita shara sharae sharan sharayah sharda shardae sharday sharde sharee shareka
sharell sharen sharena sharese sharhonda shari sharie sharif sharika sharilyn sharina sharita sharla sharleen sharlene sharmaine sharman
sharod sharon sharona sharonda sharri sharron sharyl sharyn shasta shatara shatoya shaun shauna shaunda shauni shaunna shaunta shaunte
shaurya shavon shavonda shavonne shawana shawanda shawanna shawn shawna shawnda shawnee shawnna shawnta shawntae shawnte shawntel shay
shaya shayan shaye shayla shaylee shaylin shaylyn shaylynn shayna shayne shea shealyn sheana sheba shedrick sheena sheila sheilah shekinah
shelba shelbi shelbie shelby sheldon shelia sheliah shelita shelley shelli shellie shelly shelton shelva shemar shemeka shemika shena
sheneka shenika sheniqua shenita shenna shepard shepherd shequita shera sheree sherell sherena sherese sheri sherice sheridan sherie
sherika sherilyn sherina sherita sherlyn sherman sheron sheronda sherree sherrell sherri sherrie sherril sherrill sherrod sherron sherry
sherryl sherwin sherwood sheryl sheryle sheryll sheyenne sheyla shia shiann shianne shiela shilo shiloh shimon shira shirl shirlee
shirleen shirlene shirley shirleyann shirlie shiv shivam shivani shivansh shlok shlomo shmuel sholom shon shona shonda shondra shonna
shonta shontae shonte shoshana shreya shreyas shriya shulem shyann shyanna shyanne shyheim shyla shylah sia siani sibyl sid siddharth
sidney sidra siedah siena sienna siera sierra sierrah sigmund signe sigrid silas silvestre silvia silvio simcha simeon simon simona simone
simran sinai sincere sindy sinead siobhan sir sire sirena siri siya skarlett skip sky skye skyla skylah skylar skylee skyler skylin
skylynn skyy slade slater sloan sloane smith sneha socorro sofia sofie soham sohan sol solana solange soledad soleil solomon somer sommer
sondra sonia sonja sonji sonny sonya sophia sophie sora soraya soren sparkle spencer spenser spring stacee stacey staci stacia stacie
stacy stan stanford stanley stanton star starla starlene starr stasia steele stefan stefani stefanie stefano stefany steffan steffani
steffanie steffany steffen stefon stella stellan stephan stephani stephania stephanie stephany stephen stephenie stephine stephon sterling
stetson stevan steve steven stevi stevie stewart stockton stone stoney stori storm stormi stormie stormy story stratton stryker stuart
sudie sue sueann suellen sulaiman suleiman sullivan sultan sumaya sumer summer summit sumner sunday sunni sunnie sunny sunshine suri sury
surya susan susana susanna susannah susanne susie sutton suzan suzann suzanna suzanne suzette suzi suzie suzy sven swayze syaire sybil
syble sydne sydnee sydney sydni sydnie syed sylar sylas syler sylis sylus sylvan sylvester sylvia sylvie symone symphony syncere synthia
syre syreeta syretta syrus
tab tabatha tabetha tabitha tad tadd tadeo taelor taelyn taelynn taha tahir tahj tahlia tahnee tai tailor tais taisha taj taja tajah tajh
tajuana takara takayla takeisha takesha takia takisha takiyah takoda tala talan taleah talen talia taliah talisa talisha talitha taliyah
tallon tallulah talmadge talon talya tama tamala tamar tamara tamarion tamatha tambra tameca tameeka tameika tameka tamekia tamela tamera
tamesha tami tamia tamica tamie tamika tamiko tamir tamira tamisha tamitha tamiya tamiyah tammara tammera tammi tammie tammy tammye tamra
tamy tamya tamyra tana tanasia tanaya taneisha taneka tanesha taneshia tania tanika tanisha taniya taniyah tanja tanner tanvi tanya taquan
tara tarah taraji taran tarek taren tari tarik tarin tariq taron tarra tarrah tarsha taryn tasha tashara tashaun tashawn tasheena tashia
tashina tasia tate tatiana tatianna tatiyana tatum tatyana tatyanna taunya taurean taurus tausha tavares tavaris taven tavia tavian tavin
tavion tavis tavon tawana tawanda tawanna tawnee tawni tawny tawnya taya tayden tayla taylar taylee taylen tayler taylin taylor taylynn
tayshaun tayshawn taysom tayson tayton taytum tayvion tayvon tea teagan teaghan teague teaira teairra teal teanna teara ted teddy teegan
teela teena tegan tehya teigan teisha tejas telisha telly temeka temika temperance tempest tempestt tena tenesha tenika tenille tenisha
tenley tennille tenzin teo tequila tequilla tera terah terance terell terence teresa terese teresita teressa teri terina terra terrance
terrel terrell terrence terri terrica terrie terrill terrion terron terry teryn tesha tesia tesla tess tessa tessie tevin tevon tex thad
thaddeus thais thalia thane thao thatcher thayer thea theadora theadore theda theia thelma theo theodis theodor theodora theodore theola
theresa therese theron thiago thomas thomasina thomasine thompson thor thora thorin thornton thresa thurman thurston thuy tia tiago tiana
tianna tiara tiarra tiberius tichina tidus tiera tiernan tierney tierra tiesha tiffani tiffanie tiffany tiffiney tiffini tiffiny tiffney
tiger tijuana tillie tillman tilly tim timber timeka timi timia timika timmie timmy timothy tina tinamarie tinisha tinley tinsley tiny
tionna tionne tisa tisha titan tito titus tkeyah tobey tobi tobias tobie tobin toby tod todd toi tom tomas tomasa tomeka tomekia tomi
tomica tomika tomiko tommie tommy tonda tonette toney toni tonia tonie tonika tonisha tonita tonja tony tonya torey tori toriano torie
torin torrance torrence torrey torri torrie torry tory tosha toshia toshiko tou tova towanda townes toya trace tracee tracey traci tracie
tracy tracye trae tramaine trang travion travis travon tray trayton trayvon tre treasa treasure treena tremaine tremayne trena trent
trenten trentin trenton tresa treshawn tressa tressie treston treva trevan trevaughn treveon trever trevin trevion trevis trevon trevonte
trevor trevyn trey treyson treyton treyvon tricia trina trinette trinidad trinidy trinitee triniti trinity tripp trish trisha trista
tristan tristen tristian tristin triston tristyn triton tron troy tru trudi trudie trudy true truett truitt trula truman trystan trysten
tryston tuan tucker tuesday tuff turkessa turner twana twanda twanna twila twyla ty tyana tyanna tyasia tyce tydus tye tyeisha tyesha
tyeshia tyisha tyjuan tyla tylan tylar tylen tyler tylor tymir tynesha tynisha tyonna tyquan tyra tyran tyre tyree tyreek tyreese tyrek
tyreke tyrel tyrell tyren tyrese tyrik tyrin tyrion tyriq tyrique tyron tyrone tyronne tyrus tysean tysen tyshaun tyshawn tyshon tyson
tytan tytiana tytianna tytus tyus tyvon tzvi
ulices ulises ulisses ulysses uma umar una unique urban uriah uriel urijah ursula usman uziel uzziah
vada vadhir vaeda vaida val valarie valen valencia valene valentin valentina valentine valentino valeria valerie valery valinda valkyrie
vallie valor valorie van vance vander vanellope vanesa vanessa vania vanity vannesa vannessa vanya varun vaughn vayda ved veda vedant veer
velda velia velma velva velvet vena venessa venetia venita venus veola vera verania verda verdell verdie verenice vergie vergil verity
verl verla verle verlene verlie verlin verlyn vern verna verne vernell verner vernessa vernetta vernice vernie vernita vernon verona
veronica veronika versie vesta vester veva viaan vianca vianey vianna vianney vic vicente vickey vicki vickie vicky victor victoria vida
vidal vienna vihaan viki vikki vikram viktor viktoria vilma vina vince vincent vincente vincenza vincenzo vinnie vinson viola violet
violeta violetta violette viraaj viraj virgie virgil virginia virgle viridiana vishal vita vito viva vivaan vivek vivian viviana vivianna
vivianne vivien vivienne vladimir von vonda vonetta vonnie
wade waldo waleed wali walker wallace wally walt walter walton wanda waneta wanya ward wardell warner warren washington watson wava
waverly wayde wayland waylen waylon wayman waymon wayne webster wednesday weldon wellington wells welton wende wendell wendi wendie wendy
wenona werner wes wesley wesson west westen westin westley weston westyn whitley whitney whittney wilber wilbert wilbur wilburn wilda
wilder wiley wilford wilfred wilfredo wilhelmina wilkie will willa willam willard willem willene willette willia william williams willian
willie willis willodean willow willy wilma wilmer wilson wilton windell windy winfield winford winfred winifred winnie winnifred winona
winry winston winter winton witten wm wolf wolfgang wonda woodrow woody worth wren wrenlee wrenley wyatt wylder wylie wynn wynona wynter
xander xavi xavian xavier xavion xavior xayden xena xenia ximena xiomara xion xitlali xitlaly xochilt xochitl xyla xzavier xzavion
yaakov yadhira yadiel yadier yadira yael yahaira yahir yahya yair yaiza yajaira yakov yalonda yamil yamile yamilet yamileth yamilex yana
yancy yandel yaneli yanet yanira yaquelin yara yarel yareli yarely yaretzi yaretzy yariel yaritza yaseen yash yashica yasiel yasin yasir
yasmeen yasmin yasmine yassin yatzari yatziri yazaira yazan yazmin yazmine yecenia yechiel yehoshua yehuda yehudis yenifer yerik yesenia
yeshua yesica yessenia yessica yetta yisel yisrael yisroel yitty yitzchok yoana yocheved yoel yohan yolanda yolonda yonatan yonathan yosef
yoselin yoselyn yoshiko yoshio youlanda yousef yousif youssef yousuf yovani ysabella yulanda yuliana yulisa yulissa yulonda yuna yunus
yuri yuridia yusef yusra yusuf yuvaan yuvan yuvraj yvette yvonne
zabdiel zac zacari zacary zacchaeus zach zacharia zachariah zacharias zacharie zachary zachery zack zackariah zackary zackery zada zade
zaden zadie zahara zahid zahir zahra zaid zaida zaiden zaidyn zailey zain zaina zainab zaine zaira zaire zakai zakari zakaria zakariya
zakary zakery zaki zakia zakiya zakiyah zakiyyah zakkary zamari zamarion zamir zamira zamora zana zander zandra zane zaniah zaniya zaniyah
zara zarah zari zaria zariah zarina zariya zariyah zavian zavien zavier zavion zaya zayaan zayan zayd zayda zayden zayla zaylee zayleigh
zaylen zayn zayna zaynab zayne zayvion zebulon zechariah zeke zelda zelie zella zelma zen zena zenaida zendaya zenobia zephaniah zephyr
zeppelin zeth zetta zeus zev zeynep zhane zharia zhavia zhuri zia ziaire zian ziggy zina zinnia zion zipporah zita ziva ziya ziyad ziyah
ziyon zoe zoee zoey zofia zoie zola zona zooey zora zoraida zoya zula zulema zuleyka zuri zuriel zya zyair zyaire zyan zyana zyion zyir
zyla zylah zylen zyler zymir zyon zyra
`;

const given: ReadonlySet<string> = new Set(names.trim().split(/\s+/));

/** The name, in normal form, is one that many parents give. */
export const isGivenName = (name: string): boolean => given.has(name);
