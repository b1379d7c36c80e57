/**
 * Given names and their short and familiar forms, English and Spanish, from common usage. One name a line: the formal name, then
 * its forms. A form that is a formal name of its own too has its own line.
 */
export const nicknameGroups = `
aaron ron ronnie ari
abel abe
abigail abby abbie abbey gail abi abbe
abijah bige
abner ab
abraham abe bram ham
absalom app ab
ada addy adie
adaline addie ada
adam ad addy
addison addie addy
adelaide addie ada della heidi adele
adelbert del bert
adelia della delia
adelina lina adela
adeline addie ada aline lina
adena dina
adolfo fito dolfo
adrian ade rian
adriana adri ana
adriane riane ann
agatha aggie
agnes aggie nessie inez nancy aggy
agustin tin gus
aidan aid
aileen allie lena
alan al lanny
albert al bert bertie albie elbert
alberta allie bertie berta
alberto beto al berto
alejandra ale sandra alex jandra
alejandro alex ale jandro
alexander alex al xander sandy alec lex xan sasha zander aleck
alexandra alex sandra alexa lexi sandy lexie allie sasha alix xandra ally drea
alexandria alex alexa lexi andria allie
alexis lexi alex lex lexie
alfonso poncho al fonso ponch
alfred al fred alf alfie freddie
alfredo fredo fred alf freddy
alice allie ally elsie lisa
alicia lisa licha allie ali alli elsie
alisha lisha
alison ali allie ally
alissa lissa
allan al lanny
allen al
allison ali allie ally alli
alma al
almena mena
alonzo lon al lonnie lonzo
alphonse al
alvin al vin
alyssa aly lyssa ally allie lissa al
amanda mandy manda amy mandi
amber am
ambrose brose
amelia amy millie mel mia mellie lia emily emmy
aminta minty
amos moses mose
ana anita anna annie
anastasia ana stacy stacey staci stasia tasia annie
anderson andy anders
andrea andi drea andie andy rea
andres andy andre
andrew andy drew andre dru randy
angel angie ange
angela angie ang angel angelina angy
angelica angie angel jelly
angelina angie lina ang gina
angelique angie
angelo ange
anita ana nita
ann annie nan nancy anne
anna annie ann nan ana nanna
annabel anna belle
annabelle anna belle annie bella
anne annie ann nan nancy
annette ann annie nettie netta
annmarie ann marie annie
anthony tony ant antonio anton
antoinette toni nettie ann tony
antonia toni tonia tona ann netta tony
antonio tony tonio tono toni
april apie
arabella bella ara belle
archibald archie arch baldie
ariana ari
arianna ari anna
ariel ari
armando mando
arnold arnie
artemis art
arthur art artie
arturo art turo
asaph asa
asher ash
ashleigh ash leigh lee
ashley ash lee leigh leah
ashlyn ash
astrid asta
athena thena
aubrey aub bree
audrey audie dee
august gus augie
augusta gussie gus tina
augustine gus augie austin august
augustus gus augie gustus austin august
aurelia aurie lia
aurora rory rora
austin aus
ava avie
avery ave
azariah riah
azucena susy
barbara barb babs barbie bobbie barbra
barnabas barney
barry bar
bartholomew bart barth mew
beatrice bea trixie tris bee beattie trix
beatriz bea betty
beau bo
belinda bel linda lindy
benedict ben benny
benicio beni
benjamin ben benny benji benjy bennie benj
bennett ben benny
berenice bernie
bernadette bernie detta etta
bernard bernie barney ben berney
bernardo nardo berny
bernice bernie bunny
bertha bert bertie birdie
bertram bert bertie
bertrand bert
bethany beth
bethel beth
betty bets
beverley bev
beverly bev
bianca bi
blake blakey
blanca blanche
bonnie bon
braden brad
bradford brad ford
bradley brad lee
brandon bran brand
brandy bran
braxton brax
brayden bray
brenda bren brandy brendy
brendan bren
brennan bren
brian bri bry bryant
briana bri ana
brianna bri bree anna brie ana
brianne bri
bridget bridie biddy bridge bridgie delia
britney brit britt
brittany brit britt brittie
broderick brody rick
bronson bron
brooke brooks
brooklyn brook brooke lyn
bruce brucie
bruno bru
bryan bry
bryanna bri ana
bryant brian bry
bryce bry
bryson bry
byron ron by
caitlin cait cate kate katie
caitlyn cait kate katie
caleb cal
california callie
calista kissy callie
calliope callie
calvin cal vin
cameron cam ron ronnie
camila cami mila millie
camilla cami mila millie milla
camron cam
candace candy candi dacey
candice candy candi
caren carrie
carina cari
carla carly
carlos carlitos charlie carl
carlton carl
carmen carm carmelita
carol carrie carolyn lynn
carole carol carrie
carolina caro lina carol
caroline carol carrie caro lynn callie carolyn lina
carolyn carol carrie lyn lynn carolynn cassie
carson cars
carter cart
cassandra cassie sandra cass sandy sandi casey
cassidy cass cassie
cassius cash
catalina cata lina cathy
catherine cathy kate katie cat cate cathie kathy kit kitty trina cassie kay cath katy
cathleen cathy cath leena lena
cecelia cece celia cissy sissy
cecil cece
cecilia ceci cece celia cissy sissy cecily chila
cecily cece
cedric ced rick
celeste celie lessie celia
celestine celia
celia celie ceil
celina lina
chandler chan
charity chat
charlene charlie char
charles charlie chuck chas chip chaz charley chick carl carlos chad charly
charlotte char lottie charlie lotte lotta lola sherry
chauncey chan
chelsea chels
cheryl cher sheryl cherie char
chester chet ches
cheyenne chey
chloe chlo clo
christa chris
christen chris
christian chris chrissy kit
christie chris
christina chris tina chrissy christy crissy kris christa xina
christine chris tina chrissy christy crissy kris
christopher chris kit topher christy kris toph cris
cinderella cindy rella
claire clair clara
clara clare clarry claire
clarence clare clay
clarinda clara
clarissa clara cissy clair rissa
claudette claudia
claudia claud claudie
claudius claude
clayton clay
clement clem
clementine clem clemmie tina
clifford cliff ford
clifton cliff clift
clinton clint
colette coco
colin col
colleen coll lena
columbus clum
concepcion concha conchita connie
connor con
conrad con connie
constance connie
consuelo chelo connie
cooper coop
cora corrie
cordelia cordy delia
cordell cord
corey cory
corinna cora cori
corinne cora ora cori
cornelia nelly corny lia
cornelius con connie neil corny
cornell corny
corrine cora
cory coco
courtney court corky curt
cristina cris tina cristi
cristobal cris tobal
crystal chris stal crys
curtis curt kurt
cynthia cindy cyndi cindi cyndy cinthia sina
cyril cy
cyrus cy
dahlia dolly
daisy dais
dakota dak kota
dale dal
damian dame
damon dame
dana dan
daniel dan danny dannie dani
daniela dani ela
daniella dani ella
danielle dani elle danny ellie danie
danny dan
daphne daph
darius dari
darlene dar darla lena
darrell darry
darren dare
david dave davey davy davie day
davina vina
dawson daw
dean deano
deanna dee anna deann
debbie deb
deborah deb debbie debby debra debi debs
debra deb debbie debby debi
declan dec
delbert del bert
delilah lila dee lil della
delores lola dee del lolita
delphine del
demetria demi
demetrius demi dimitri
denise dee denny nisa
dennis denny den
derek rick derry
derrick rick derry eric
deshawn shawn
desiree desi des dezi
desmond des
devin dev
dexter dex
diana di dee diane dianne
diane di dee didi
diego dieg
dinah di
dmitri dima
dolores lola lolita dee loli
dominga minga
dominic dom nic nick dominick
dominick dom nick
dominique nikki dom
donald don donny donnie
donatella dona
donna don
donnell donnie
donovan don van donnie
dorothea dora thea dot dottie dorothy
dorothy dot dottie dora dolly dodie dotty
douglas doug dougie
drusilla silla dru
duncan dunc
dustin dusty dust
dwayne wayne
dwight ike
earl earlie
ebenezer eb
edgar ed eddie edgardo gar eddy
edith edie edy dita
edmond ed eddie ned
edmund ed eddie ned ted
eduarda eddie
eduardo eddie lalo ed edu
edward ed eddie ned ted teddy eddy
edwin ed eddie ned win
edwina eddie wina
egbert bert
eileen lena eily
ekaterina katya kate
elaine ellie laney lainey
elbert bert
eldon el
eldora dora
eleanor ellie nell nora nellie ella lenora elle nelly lenny nonnie elea
elena ellie lena nelly
eleonora nora
eleuterio tello
elias eli lias
elijah eli lige
elisa lisa ellie eli
elisabeth liz beth lisa betsy eliza lisbeth elsie elise ellie libby
eliza liza lizzie
elizabeth liz beth betty lizzie betsy eliza lisa liza libby bess bessie lizzy bette elise elsa elsie bethy betsey lib bitsy ellie lilibet lisbeth izzy liddy babette betta
ella ellie el
ellen ellie nell nellie nel
elliot eli elly
ellis el
elmer el
elnora nora ellie
eloisa lois
eloise louise lois ellie
elsie els
elvira elvie vera
elvis el
elwood woody
emanuel manny manuel
emeline em emmy
emely em
emerson em
emilia emi mila millie emmy
emiliano emi
emilie em millie
emilio milo emil
emily em emmy millie emmie milly emi mel
emma em emmy emmie
emmanuel manny manuel manu
emmett em
encarnacion encarna chon
enrique kike henry quique rick
ephraim eph
epifanio pifas
erasmo eras
eric rick ricky erick
erica ricki rickie
erick rick ricky
erika ricki rickie
ernest ernie ern
ernestine ernie teeny tina
ernesto ernie neto nesto
erwin erv
esmeralda esme meralda
esperanza espe pera lancha
esteban steve estevan
estella essie stella
estelle essie stella
esther essie ettie hettie esty
ethan eth
ethel eth
eugene gene
eugenia genie gena
eugenio geno
eunice nicie
euphemia effie
eusebio chebo
eva evie
evan ev van
evangelina eva lina vangie
evangeline eva evie angie vangie lina
evelyn evie eve ev lyn eva
everett ev
ezekiel zeke ez
ezequiel zeke cheque
ezra ez
fabian fabi
fabiola fabi
faith fay
fatima fati
fausto fau
federico fede fred freddy kiko
felicia fel lisa
felicidad feli
felicitas feli
felicity fliss lissa
felipe pipe phil
felix fee lix
ferdinand ferdie fred freddie
fernanda fer nanda
fernando fer nando fern ferny
fidel fido
filomena mena
finley fin finn
fiona fi ona
florence flo florrie flossie flora
florencio lencho
florentino tino
frances fran francie frankie fanny francy sis
francesca fran frankie chesca franny
francine fran francie franny
francis frank fran frankie fritz
francisca paca fran pancha
francisco paco pancho frank cisco fran kiko francis
francois frank
franklin frank frankie lin
fred freddie freddy
frederica fred freddie rica erica ricka
frederick fred freddie freddy fritz rick derick freddi
fredericka fred ricka erica
fredrick fred freddie freddy rick
gabriel gabe gabby gabo gab
gabriela gabby gaby gabi ela
gabriella gabby gabi ella bella gaby gabriela
gabrielle gabby elle gabi gaby brielle
gareth gary
garrett gary garry jerry rhett
gary gar
gaspar cas
gavin gav
genaro naro
gene geno
genesis gen
genevieve gen genny eve viv jenny evie
genoveva beva
geoffrey geoff jeff
george georgie geordie jorge
georgette georgie
georgia georgie gia
georgiana georgie ana
georgina georgie gina
gerald gerry jerry
geraldine gerry jerry gerrie dina
gerard gerry jerry gerald
gerardo gerry jerry lalo
german mancho
geronimo momo
gertrude trudy gert gertie trudie
gianna gia anna
gideon gid
gilbert gil bert wilber
gilberto gil beto berto
gina gi
giovanna gia gio
giovanni gio vanni gianni
gisela gigi
giselle gigi elle
giulia julia
giuliana julie
giuseppe joe beppe
gladys glad
glenda glen
gloria glo glory
gonzalo chalo
gordon gordy don
grace gracie
graciela chela grace gracie cheli
graham gray
grant grantley
grayson gray
gregorio greg goyo
gregory greg gregg gory
gretchen margaret
griffin griff
griselda zelda
guadalupe lupe lupita
guillermo memo guille william bill
gustavo gus tavo
gwendolyn gwen wendy lyn gwenny
gwyneth gwen
hanna anna
hannah anna hanna annie nan nanny
harlan harley
harold harry hal hap
harriet hattie harry etta
harrison harry
harry hal
harvey harv harry
hayden hay
hazel haz
heather hetty
hector heck tito
heidi heid
helen nell nellie lena ellie
helena lena nell ellie
henri henry
henrietta hettie etta hank henri nettie retta
henrik hank
henry hank harry hal
herbert herb bert bertie
herman manny
hermelinda linda
hermione hermie
hernan nan
hester hessie esther
hezekiah hez kiah
hilario lalo
hilary hil lary
hilda hildy
hillary hil
hiram hy
holly hol
homer hom
honora nora norah honey
hope hopie
horace horry
horatio horry ray
hortencia tencha
hortense horty
howard howie ward hal
hubert hugh bert hub bertie
hudson hud
hugh hughie
hugo hugh
humberto beto
hunter hunt
hyacinth cynthia
ian iain
ida idy
ignacio nacho iggy
ignatius iggy nate
ilse elsie
imelda mela
imogen immy imo
indiana indy
ines inez
inocencio chencho
iphigenia effie
irene rena renie
iris ris
irving irv
isaac ike zac isa
isabel izzy bella belle isa bel ella chabela tibbie nib issy ibby
isabella izzy bella belle isa bel ella izzie tibbie issy
isabelle izzy belle isa bel bella nib issy
isaiah ike zay isa zadie
isaias chay
isidore izzy dora
isidoro chidoro
isidro chilo
ismael ish mael
israel izzy
ivan van vanya
ivana van
ivette eve
ivonne von
jacinta jacy
jack jackie jacky
jackson jack jax
jacob jake jay coby jakob jakey jaap jack
jacqueline jackie jacqui jacki lyn jacque jackee jack
jacquelyn jackie lyn jacqui
jade jadie
jaden jay
jaime jay jimmy
jake jakey
james jim jimmy jamie jimmie jem jamey jimi
jamie jay
jamison jamie
jan jannie
jane janie jenny janey jan
janelle jan nell
janessa jan
janet jan nettie jessie
janette jan
janice jan jannie
jared jerry jed
jasmine jas jazz jazzy min jazmin
jason jay jase
jasper jas
javier javi xavier
jay jaybird
jayden jay
jayson jay
jean jeannie jeanie
jeanette jean jeannie nettie jan
jeanne jean jeannie
jedediah jed
jedidiah jed
jefferson jeff
jeffery jeff
jeffrey jeff geoff jeffy
jemima mima
jenna jen
jennie jen
jennifer jen jenny jenn jennie jenni jenna
jeremiah jerry jem miah jeremy
jeremias jerry
jeremy jerry jem jer jez
jerome jerry rome
jerry jer
jesse jess
jessenia jessie
jessica jess jessie jessi jessy jesse
jessie jess
jesus chuy chucho
jill jilly
jillian jill jilly
jo joey
joan joanie jo
joann jo ann joey
joanna jo anna joan joey jodi jody
joanne jo anne joann
joaquin quino joaco
jocelyn joss joy lyn josie
jodie jo
joel jo
joey jo
johanna jo hanna anna
johannes john hans
john jack johnny jon johnnie jock jackie ian ivan jan hans evan johan
johnathan john jon johnny nathan nate
johnathon john jon
johnny john
jonah joe
jonathan jon nathan john nate jonny johnny jack
jonathon john jon johnny jonny
jordan jordy judd jory jay
jorge george coque
jorgen george
jose pepe joe che joey joseph
josefa pepa chepa
josefina josie pepa fina josefa
joseph joe joey jo jos josey jody sepp
josephina josie
josephine jo josie joey fina josey posy
joshua josh joe jos
josiah joe si josh
josue josh
joyce joy
juan juanito john johnny juancho
juana juanita jane joan
juanita nita juana
jubal jube
judah jude
judith judy judie jude
julia julie jules juli
julian jules jule
juliana julie jules ana
julianna julie anna jules
julianne julie anne jules
julie jules
juliet julie jules
juliette julie jules
julio jule julius
julius jules
june junie
junius june junie
justin just justus
justina tina justine
justine tina just
justus justin
kaitlin kait kate katie kaity
kaitlyn kait kate katie kaity kay
kaitlynn kate katie kait
kaleb kal
kameron kam
karen kari kay
karina kari kary
karl karlie
karla kar
kassandra kass cassie
katarina kat rina
katelyn kate katie
katelynn kate katie kait
katharine kate katie kathy kat
katherine kate katie kathy kat kit kitty kathie kay katy trina kath kathi rina
katheryn kate katie kathy kat
kathleen kathy kate katie kath kathie kay kit kitty
kathryn kate katie kathy kat kathie kay katy kit ryn
kathy kath
katia kat
katrina trina kat katie rina
kayla kay
kaylee kay lee
keith keithy
kelly kel
kelsey kel kels
kelvin kel
kendall ken kenny
kendra ken kenny
kendrick ken kenny rick
kenneth ken kenny kent kenn
kenny ken
kermit kerm
kerry ker
kevin kev
keziah kizzy
khloe khlo
kiara ki
kimberlee kim
kimberley kim kimmy kimberly
kimberly kim kimmy kimmie kimberley
kimberlyn kim
kingsley king
kirby kirk
kirsten kirstie kris
krista kris
kristal kris
kristen kris kristy krissy
kristi kris
kristie kris
kristin kris kristy krissy
kristina kris tina kristy krissy
kristine kris tina kristy krissy
kristopher kris chris topher
kurtis kurt
kyle ky
kylie ky
lafayette lafe fate
lamar mar
lance lan
landon lan
larry lar
laura laurie lori lolly laurel
laurel laurie
lauren laurie lori ren laurel
laurence larry laurie lon
laurie lor
lauryn laurie
lavinia vinnie lavina vina
lawrence larry lawrie lon law lorne loren
leah lee lea
leander lee andy
leandra andra
leandro andro
leilani lani lei
lemuel lem
lena lennie
leo lee
leocadia cayo
leon lee leo lenny
leona lee
leonard len lenny leo leon lennie
leonardo leo leon nardo len
leonel leo nel
leonor nora leo
leopold leo
leopoldo polo leo
leroy roy lee
leslie les lee
lester les
leticia letty tish lety ticha
letitia lettie tish letty
levi lev lee
leviticus levi
lewis lew lou louie
lila lil
lilian lil lily
liliana lili ana
lillian lil lilly lily lillie ian
lilliana lily lilly ana lil
lily lil
lincoln linc link
linda lindy lynn lin lindie
lindsay lin lindy
lindsey lin lindy
lionel leo leon
lisa lee
lizbeth liz beth
lizeth liz
lizette liz
lloyd loy
logan loge
lois lo
lola lo
lorena lore rena
lorenza lencha
lorenzo enzo renzo larry loren
loretta retta lori etta
lorna lori
lorraine lori lorrie raine
louis lou louie lewis
louisa lou lulu lisa louise
louise lou lulu weezy
lourdes lulu
lucas luke luc
lucia lucy luci lucha
lucian luc lucas
luciana lucy ana
luciano chano lucas
lucille lucy lou lu
lucina lucy
lucinda cindy lucy lu
lucius luke lucas lucy lucia
lucrecia lucy
lucretia lucy creasey
lucy lu
ludmila mila
ludwig lud
luella lou ella
luis lou louie lucho
luisa lu lisa
luke lu
luther luke lute
luz lucita
lydia lyddie liddy
lynda lyn
lynette lyn lynn netty
lynn lyn
mabel mab belle
mackenzie mac kenzie mack kenz
madalyn maddie
maddison maddie
maddox max
madeleine maddie maddy lena
madeline maddie maddy mad lena
madelyn maddie maddy
madison maddie maddy madi mattie
mafalda mafa
magdalena lena maggie magda
magdalene maggie lena
magnolia nola maggie
maksim max
malachi mal
malcolm mal
malinda lindy linda
mallory mal
manoah noah
manuel manny manolo manu
manuela manny manuelita
marc marky
marcela chela marcy
marcelino chelino marce
marcella marcie marcy celia
marcelo chelo marce
marcia marcie marcy
marco marc
marcos marc mark
marcus marc mark
margaret maggie meg peggy marge margie peg greta madge rita daisy margo marjorie maisie meggie mags mamie midge gretta maggy molly mog may
margarita rita maggie margo mago daisy
margarito mago
margery marge margie
marguerite maggie margie daisy
maria mari mary mia ria
mariah mari riah
mariana mari ana
marianne mary anne ann mari
maribel mari bel
maricela mari
marie mari
mariela mari
marietta maria mary etta may
marigold mari
marilyn mary lyn lynn mari
marina mari
mario mari
marion mary mari
marisol mari sol
marissa rissa mari
maritza mari
marjorie marge margie jorie marjie
marjory marge
mark marky
marlene marla lena marly
marsha marcie marcy
marshall marsh
martha marty mattie marti patty patsy
martin marty mart
martina tina marty
marvin marv vin
mary molly polly mamie may mae mollie mimi moll marie
maryann mary ann
maryellen mary ellen
marylou mary lou
mason mase
mateo matt teo
mathew matt matty
matias mati
matilda tilly mattie tillie matty maud
matthew matt matty matthias mat thias
matthias matt thias
maude maud
maureen mo reenie
maurice mo morris maury
mauricio mau
max maxie
maximilian max maxim
maximiliano max
maximo max
maximus max maxi
maxine max
maxwell max
mayra may
mckenzie mac kenzie
megan meg meggie
meghan meg
melanie mel lanie
melany mel
melina mel lina
melinda mel mindy linda lindy
melisa mel lisa
melissa mel missy lissa lisa millie mellie missie
melody mel lodi
melvin mel vin
melvina vina mel
mercedes mercy sadie merche meche
meredith mere merry
micaela mica
micah mike
michael mike mick mickey mikey micky micah mic
michaela mick kayla mickey
micheal mike mick mickey
michele shelly micki
michelle shelly mickey chelle shelley micki
mickey mick
miguel mike migue
mikael mike
mikaela kayla mika
mikayla kayla mick
mikhail mike misha
milagros mila
mildred millie milly mil
miles mi milo
millicent millie lissa milly
milo mi
milton milt
mindy min
minerva minnie
mirabel mira bella
miranda randy mandy mira
mireya mira
miriam mimi miri mitzi mirry
misty mist
mitchell mitch
modesto mode
mohammad mo mohamed
mohammed mo
moises moy moe
molly moll
mona moni
monica moni nica monna monnie
montgomery monty gum
mordecai mort
morgan mo morgie
morris mo
mortimer mort
moses mo
muhammad mo
muriel mur
myra my
myranda randy
myrtle myrt
nadine nada deedee
nancy nan nance
naomi nomi omi
napoleon nap leon polo
narciso chicho
natalia nat talia nata natty
natalie nat nattie natty lee tally nettie
natasha tasha nat
nathan nate nat
nathanael nate nathan
nathanial nate nathan
nathaniel nate nat nathan than natty
neil neily
nelda nellie
nellie nell
nelson nels
nevaeh vay
nicandro nico
nicanor nico
nicholas nick nicky nico nik nicolas klaus claus claas
nichole nikki nicky
nicodemus nick
nicolas nick nico nicky
nicole nicky nikki nic nicki coley nikky
nicolette nikki colette
nikita nick
nikolai nick kolya
nina nin
noah no
noel nole
nora nor
norbert norb bert
norberto beto
norma norm
norman norm
norris nory
obadiah obie obed
octavia tavia
octavio tavo
octavius tavius
odessa dessa
ofelia felia
oleksandr alex sasha
olga ol
olive ollie
oliver ollie ol
oliverio oli
olivia liv livvy ollie livia nollie
omar om
ophelia phelia
orlando lando
orville orv
oscar oz ozzie
osvaldo valdo
oswald ozzie oz
otis ode
otto ott
owen oh
pablo paul
paige pai
palmira mira
pamela pam pammy
parker park
pascual pasqual
patience pat patty
patricia pat patty trish patti tricia patsy trisha pattie tish
patricio pato pat
patrick pat paddy rick ricky patty packy pate peter
patsy pat
paul paulie
paula paulie
paulette paula
paulina lina paula polly
pauline polly paula paul
pavel paul
paxton pax
pearl pearlie
pearline pearl
pedro peter pete
peggy peg
pelegrino peri
penelope penny nell pen
percival percy
peregrine perry
perla per
permelia melia
perry per
persephone persie
peter pete petey pate
petra pet
petronila nila
peyton pey
philip phil pip flip
philippa pip
phillip phil pip flip
philomena mena phil
phoebe fee
phyllis phyl
pilar pili
pleasant ples
polly pol
porfirio pilo
porter port
prescott scott scotty pres
preston pres
primitivo tivo
priscilla cilla prissy cissy
prudence prue
pyotr peter
quentin quent
quincy quin
quintin quin
quinton quint quin
rachael rach rae
rachel rach rae shelly rachie
rafael rafa rafe rafi
rafaela rafa
raimundo mundo ray
ramiro miro
ramon ray mon moncho
ramona mona
ramsey ram
randal randy
randall randy rand
randolph randy dolph rand
randy rand
raphael raph rafe rafael
raquel kelly
raul raulito
raymond ray
raymundo ray mundo
reagan ray
rebecca becky becca beck becki bec reba
rebekah becky becca beck
reese re
refugia cuca
refugio cuco
regina reggie gina ray
reginald reggie reg rex naldo renny
remedios reme
renata rena
rene ren
renee ren nee
reuben rube ben
reyna rey
reynaldo rey naldo
reynold ren
rhiannon annon
rhoda rody
rhonda ron ronnie
ricarda rica
ricardo rick ricky rico cardo richard
richard rick dick rich ricky richie dickie ritchie rickey dicky
rigoberto beto rigo
riley ry
rita ri
robbie rob
robert bob rob bobby robbie bert bobbie robby robin rupert dob dobbin
roberta bobbie robbie bert berta robin robby
roberto beto rob bob berto robert bobby
robin rob
robyn rob
rocio chio
roderick rod rick roddy erick
rodney rod roddy
rodolfo rudy fito rodo
rodrigo rod rigo
rogelio roger
roger rodge rog rod hodge
roland rollie ro rolly lanny orlando
rolando rolo ro
roman rome
romeo rome ro
romualdo aldo
ronald ron ronnie ronny naldo
ronnie ron
rosa rosie rose rosita
rosalba rosa alba
rosalia rosa lia
rosalie rose rosie rosa lee
rosalind roz rose linda
rosalinda linda rosa rose
rosalva rosa
rosalyn roz rose lyn
rosamund roz rose
rosana rosa ana
rosario chayo rosie charo
rosaura rosa
roscoe ross
rose rosie
roseanna rose ann anna
roseanne rose ann
roselyn rose
rosemarie rose rosie rosemary marie
rosemary rose rosie mary romy
rosendo chendo
rosetta rose etta
rowena ro wena
roxana rox ana
roxanne roxie rox ann roxy
roy royce
ruben ben rube
ruby rube
rudolfo rudy
rudolph rudy rolf dolph rollo
rufus rufe
rupert rob
russell russ rusty
ruth ruthie
ryan ry
ryder ry
rylee ry
sabina bina
sabrina bri brina sabby
sadie sade
salome sally
salvador sal chava salva
salvatore sal sam tore
samantha sam sammy mantha sammie
samson sam sammy
samuel sam sammy sammie
sandra sandy sandi sandie
sanford sandy
sanjuana juana
santana santi
santiago santi diego tiago chago james
santos santo
sara sally sadie sarah
sarah sally sadie sara sal
savanna sav anna
savannah sav savvy anna vannah
scarlett scar lettie
scott scotty scottie sceeter
sean shawn
sebastian seb bash bastian sebby seba
sebastiana seba
selena lena
selina lina
selma sel
serafin sera
serena rena
serenity ren
sergei serge
sergio serge checo
seth se
shane shay
shaniqua niqua
shannon shan
sharlene char
sharon shari shar sherry shay
shaun shawn
shawn shaun
sheila shell cecilia
shelby shel
sheldon shel
shelley shell
sheridan dan
sherman sherm
sherri sher
sherrie sher
sherry sher
shirley shirl lee sherry
sidney sid syd
sierra si
sigmund sig
sigourney sig
silas si
silvester sly
silvestre veto
silvia sil
simeon si
simon si
simona mona
simone sim
skylar sky
skyler sky
socorro coco
sofia sofi sophie fia
soledad chole sol
solomon sol saul solly
sonia sunny
sophia sophie soph fia
sophie soph
spencer spence
stacey stace
stacia stacy
stacy stace
stanford stan
stanley stan
stefan steve
stella stell
stephan steve
stephanie steph stephie stevie fanny annie stef stephi
stephany steph
stephen steve steph stevie steven
stephon steve
steven steve stevie stephen
stewart stew stu
stuart stu
sue susie
suellen sue ellen
sullivan sully
summer sum
susan sue susie suzy sukey suzie
susana sue susi
susanna sue anna susie susan
susannah sue hannah susie
suzanne sue susan suzie suzy sukey
suzette sue
sydney syd
sylvester sly vester
sylvia syl
sylvie syl
tabitha tabby
talitha tali
tamara tammy tam
tamia mia
tammie tam
tammy tam
tania tan
tanya tan
tara tari
tatiana tati tania ana
tatyana tati
taylor tay
temperance tempe
teodora teo dora
teodoro teo doro
terence terry
teresa terry tess tessa tere terri tessie tessy
teri ter
terrance terry
terrell terry
terrence terry
terry ter
thaddeus thad tad ted
thelma thel
thelonius thel
theodora dora theo
theodore ted teddy theo
theodoric ted
theophilus theo
theresa terry tess tessa terri tessie thea tracy resa tessy teri
therese terry tess
thomas tom tommy thom tommie
thomasina tommie tamsin
tiana ana
tierra ti
tiffani tiff
tiffany tiff fanny tiffy
timothy tim timmy
tina teen
titus tite
tobias toby tobe
todd tod
tomas tom tommy
tomasa tomi
tonya ton
toribio toro
tracie trace
tracy trace
travis trav
trenton trent
trevor trev
trinidad trini
tristan tris
troy troi
tryphena phena
tyler ty
tyrone ty rone
tyson ty
ulises uli
ulysses lyss
urban urb
uriah riah
ursula sulie
valentin val felty
valentina val tina vale vallie felty
valentine val felty
valeria val vale
valerie val
valery val
van vannie
vanessa nessa van essa vanna
vasily bill
vaughn von
veda vee
velma vel
vera vee
vernon vern verne
veronica ronnie vero vonnie roni nica ron vera
vicenta chenta
vicente chente vince vin
victor vic vick vicky
victoria vicky vicki tori vickie tory vic toria vikki torri toya
vincent vin vince vinny vinnie vic vincenzo
vincenzo vin vinny enzo
viola vi ola vye
violet vi lettie
virgil virge
virginia ginny ginger gina virgie jenny jane jennie
vivian viv vi
viviana viv ana vivi
vladimir vlad
vladislav vlad
waldo wally
walker walk
wallace wally
walter walt wally wat
wanda wan
warren ren
washington wash
wayne way
weldon wel
wendell dell
wendolyn wendy
wendy wen
wesley wes
westley wes
weston wes
wilbert will bill
wilbur will wilbert
wilburn will
wiley will
wilford will ford
wilfred will fred willie
wilhelmina willie mina minnie billie wilma
willard will bill
william bill will billy willie liam willy bela bell wiley guillermo
willie will
willis will bill
wilma willie
wilson will
winfield win field
winifred winnie fred freddie
winona nona
winston win
woodrow woody
wyatt wy
xavier xavi javier zavier
ximena xime mena
xochitl xochi
yadira yadi
yekaterina katya
yesenia yesi jessie
yessica jessie
yevgeny gene
yolanda yoli landa
ysabel isabel
yuri george
yvette yvie eve
yvonne vonnie eve von
zachariah zach zack zac zeke
zacharias zach zack
zachary zach zack zac zak zeke
zachery zach zack
zackary zack zach
zackery zack zach
zebediah zeb
zebulon zeb lon
zechariah zach zeke
zelda selda
zenobia nobie
zephaniah zeph
zoe zo zoey
zuleima zule
`;
