/**
 * What people are called, by what they are named. One line a family of names, the formal ones before the bar; general knowledge.
 * `female:` and `male:` keep Sam (Samantha) from becoming Samuel.
 */
const families: Record<'female' | 'male', string> = {
  female: `Elizabeth Elisabeth|Liz Beth Betty Eliza Lizzie Betsy Libby Ellie
    Margaret|Maggie Peggy Meg Margie Greta
    Katherine Catherine Kathryn Kathleen|Kathy Katie Kate Kat Kay
    Patricia|Pat Patty Trish Tricia
    Jennifer|Jen Jenny
    Jessica|Jess Jessie
    Deborah Debra|Deb Debbie
    Susan Suzanne|Sue Susie
    Barbara|Barb Babs
    Rebecca|Becky Becca
    Victoria|Vicki Vicky Tori
    Christina Christine Kristina Kristin|Chris Tina Christy Kris
    Alexandra|Alex Lexi Sandra Sasha Allie
    Samantha|Sam Sammie
    Stephanie|Steph Stevie
    Abigail|Abby Gail
    Amanda|Mandy
    Angela Angelica|Angie
    Pamela|Pam
    Sandra|Sandy
    Cynthia|Cindy
    Kimberly|Kim Kimmie
    Theresa Teresa|Terry Tess Tessa
    Judith|Judy
    Dorothy|Dot Dottie
    Virginia|Ginny Ginger
    Frances|Fran Frannie
    Jacqueline|Jackie
    Madeline Madelyn|Maddie
    Madison|Maddie
    Isabella Isabel|Bella Izzy
    Gabriella Gabriela|Gabby Ella
    Natalie|Nat
    Nicole|Nikki Nicki
    Michelle|Shelly Mickey
    Melissa|Missy Mel
    Melanie|Mel
    Valerie Valentina|Val
    Vanessa|Nessa
    Veronica|Ronnie Roni
    Olivia|Liv Livvy
    Emily|Em Emmy Millie
    Amelia|Amy Millie Mia
    Charlotte|Charlie Lottie
    Josephine|Jo Josie
    Eleanor|Ellie Nora Nell
    Evelyn|Evie Eve
    Penelope|Penny
    Lillian|Lily Lil
    Caroline Carolyn|Carrie Lynn
    Gloria|Glo
    Martha|Marty
    Mary|Molly Polly Mae
    Maria|Mia Mary
    Nancy|Nan
    Guadalupe|Lupe Lupita
    Dolores|Lola
    Mercedes|Meche
    Teresa|Tere
    Rosario|Chayo
    Concepción|Concha
    Francisca|Paca
    Donna|Dee
    Shirley|Shirl
    Beverly|Bev
    Jordan|Jordy
    Brooklyn|Brook`,
  male: `William|Bill Will Billy Liam Willie
    Robert|Bob Rob Bobby Robbie Bert
    Richard|Rick Rich Dick Ricky
    James|Jim Jimmy Jamie
    John|Jack Johnny
    Jonathan Jonathon|Jon Jonny
    Michael|Mike Mick Mickey
    Christopher|Chris Topher Kit
    Joseph|Joe Joey
    Thomas|Tom Tommy
    Charles|Charlie Chuck Chas
    Daniel|Dan Danny
    Matthew|Matt
    Anthony|Tony
    Edward|Ed Eddie Ted Ned
    Theodore|Ted Teddy Theo
    Steven Stephen|Steve Stevie
    Kenneth|Ken Kenny
    Timothy|Tim Timmy
    Jeffrey|Jeff
    Gregory|Greg
    Andrew|Andy Drew
    Joshua|Josh
    Benjamin|Ben Benny
    Samuel|Sam Sammy
    Alexander|Alex Xander Al
    Nicholas|Nick Nicky
    Jacob|Jake
    Nathaniel|Nate Nathan
    Nathan|Nate
    Zachary|Zach Zack
    Lawrence|Larry
    Raymond|Ray
    Ronald|Ron Ronnie
    Donald|Don Donnie
    Douglas|Doug
    Frederick|Fred Freddie
    Walter|Walt Wally
    Henry|Hank Harry
    Arthur|Art Artie
    Albert|Al Bert
    Harold|Hal Harry
    Gerald|Jerry Gerry
    Eugene|Gene
    Leonard|Len Lenny
    Francis|Frank Frankie
    Francisco|Paco Pancho Frank
    José|Pepe Joe
    Jesús|Chuy
    Ignacio|Nacho
    Guillermo|Memo
    Eduardo|Lalo Eddie
    Enrique|Kike
    Alejandro|Alex Ale
    Roberto|Beto
    Ricardo|Rick Ricky
    Manuel|Manny Manolo
    Rafael|Rafa
    Patrick|Pat Paddy
    Peter|Pete
    Philip|Phil
    Vincent|Vince Vinny
    Victor|Vic
    Gabriel|Gabe
    Elijah|Eli
    Isaac|Ike
    Jackson|Jack
    Sebastian|Seb
    Cameron|Cam
    Bradley|Brad
    Randall|Randy
    Russell|Russ
    Terrence|Terry
    Maxwell|Max
    Mateo|Teo
    Abraham|Abe
    Louis Luis|Lou Louie`,
};

const forms = { female: read(families.female), male: read(families.male) };

function read(text: string): Map<string, { nicknames: string[]; formal: string[] }> {
  const found = new Map<string, { nicknames: string[]; formal: string[] }>();
  const at = (name: string) => {
    const entry = found.get(name) ?? { nicknames: [], formal: [] };
    found.set(name, entry);
    return entry;
  };
  for (const line of text.split('\n')) {
    const [named, called] = line.split('|').map((part) => part.trim().split(/\s+/)) as [string[], string[]];
    for (const name of named) at(name).nicknames.push(...called);
    for (const name of called) at(name).formal.push(...named);
  }
  return found;
}

/** Short forms of a given name, none where it has none. */
export const nicknames = (given: string, sex: 'female' | 'male'): readonly string[] =>
  forms[sex].get(given.split(' ')[0]!)?.nicknames ?? [];

/** Names that this may be the short form of. */
export const formalNames = (given: string, sex: 'female' | 'male'): readonly string[] =>
  forms[sex].get(given)?.formal ?? [];
