/** Given names by decade of birth, the most frequent first, from general knowledge. */
export interface DecadeNames {
  decade: number;
  female: string;
  male: string;
}

export const givenByDecade: readonly DecadeNames[] = [
  {
    decade: 1930,
    female: `Mary Betty Barbara Shirley Patricia Dorothy Joan Margaret Nancy Helen Carol Joyce Doris Ruth Virginia Marilyn Elizabeth Jean
    Frances Beverly Lois Alice Donna Martha Dolores Janet Phyllis Norma Carolyn Evelyn Gloria Anna Marie Ann Peggy Judith Rose Marjorie
    Lorraine Rita Geraldine Sandra Louise Ruby Florence Catherine Josephine Mildred Edna Eleanor Jacqueline Lillian Irene Arlene June Bonnie Esther Wanda Ethel Grace`,
    male: `Robert James John William Richard Charles Donald George Thomas Joseph David Edward Ronald Paul Kenneth Frank Raymond Jack Harold
    Billy Gerald Walter Jerry Joe Eugene Henry Bobby Arthur Carl Larry Ralph Albert Willie Fred Roger Lawrence Michael Earl Harry Howard
    Norman Roy Louis Ernest Clarence Stanley Daniel Leonard Anthony Francis Melvin Marvin Leroy Herbert Alfred Leon Lloyd Vernon Clifford Floyd`,
  },
  {
    decade: 1940,
    female: `Mary Linda Barbara Patricia Carol Sandra Nancy Sharon Judith Susan Betty Carolyn Margaret Shirley Judy Karen Donna Kathleen Joyce
    Dorothy Janet Diane Janice Joan Elizabeth Brenda Gloria Virginia Marilyn Martha Beverly Helen Bonnie Ruth Frances Jean Ann Phyllis Pamela
    Jane Alice Peggy Cheryl Doris Catherine Elaine Cynthia Marie Rose Gail Rita Ellen Sheila Jacqueline Connie Christine Connie Lois Evelyn Katherine`,
    male: `James Robert John William Richard David Charles Thomas Michael Ronald Larry Donald Joseph Gary George Kenneth Paul Edward Jerry
    Dennis Frank Daniel Raymond Roger Stephen Gerald Walter Harold Steven Douglas Lawrence Terry Wayne Arthur Jack Carl Henry Willie Bruce
    Joe Peter Billy Roy Ralph Anthony Jimmy Albert Bobby Eugene Johnny Fred Harry Howard Mark Alan Louis Philip Patrick Dale Danny`,
  },
  {
    decade: 1950,
    female: `Mary Linda Patricia Susan Deborah Barbara Debra Karen Nancy Donna Cynthia Sandra Pamela Sharon Kathleen Carol Diane Brenda Cheryl
    Janet Elizabeth Kathy Margaret Janice Carolyn Denise Judy Rebecca Joyce Teresa Christine Catherine Shirley Judith Betty Beverly Lisa
    Dorothy Theresa Connie Ann Gail Joan Jane Vicki Gloria Katherine Laura Rose Martha Bonnie Peggy Robin Paula Maria Virginia Wanda Anita Sheila Rita`,
    male: `James Michael Robert John David William Richard Thomas Mark Charles Steven Gary Joseph Donald Ronald Kenneth Paul Larry Daniel
    Stephen Dennis Timothy Edward Jeffrey George Gregory Kevin Douglas Terry Anthony Jerry Bruce Randy Frank Brian Scott Roger Raymond Peter
    Patrick Keith Lawrence Wayne Danny Alan Gerald Ricky Carl Christopher Dale Walter Craig Willie Johnny Arthur Steve Joe Randall Russell Jack`,
  },
  {
    decade: 1960,
    female: `Lisa Mary Susan Karen Kimberly Patricia Linda Donna Michelle Cynthia Sandra Deborah Tammy Pamela Lori Laura Elizabeth Julie
    Brenda Jennifer Barbara Angela Sharon Debra Teresa Nancy Christine Cheryl Denise Kelly Tina Kathleen Amy Dawn Robin Rhonda Tracy Carol
    Melissa Maria Michele Theresa Rebecca Diane Stephanie Wendy Paula Jacqueline Sheila Janet Connie Margaret Cindy Andrea Anna Wanda Gina Carolyn Suzanne Regina`,
    male: `Michael David John James Robert Mark William Richard Thomas Jeffrey Steven Joseph Timothy Kevin Scott Brian Charles Paul Daniel
    Christopher Kenneth Anthony Gregory Ronald Donald Gary Stephen Eric Edward Douglas Todd Patrick George Keith Larry Matthew Terry Andrew
    Dennis Randy Jerry Peter Frank Craig Raymond Jeffery Bruce Rodney Mike Roger Tony Ricky Steve Jeff Troy Alan Carl Danny Russell Darryl`,
  },
  {
    decade: 1970,
    female: `Jennifer Amy Melissa Michelle Kimberly Lisa Angela Heather Stephanie Nicole Jessica Elizabeth Rebecca Kelly Mary Christina Amanda
    Julie Sarah Laura Shannon Christine Tammy Tracy Karen Dawn Susan Andrea Tina Patricia Cynthia Lori Rachel April Maria Wendy Crystal
    Stacy Erin Jamie Carrie Tiffany Tara Sandra Monica Danielle Stacey Pamela Tonya Sara Michele Teresa Denise Jill Katherine Melanie Dana Holly Erica Brandy`,
    male: `Michael Christopher Jason David James John Robert Brian William Matthew Joseph Daniel Kevin Eric Jeffrey Richard Scott Mark
    Steven Thomas Timothy Anthony Charles Jeremy Joshua Ryan Paul Andrew Gregory Chad Kenneth Jonathan Stephen Shawn Aaron Adam Patrick
    Justin Sean Edward Todd Donald Ronald Benjamin Keith Bryan Gary Jose Nathan Douglas Brandon Nicholas George Travis Peter Craig Bradley Larry Dennis Shane`,
  },
  {
    decade: 1980,
    female: `Jessica Jennifer Amanda Ashley Sarah Stephanie Melissa Nicole Elizabeth Heather Tiffany Michelle Amber Megan Amy Rachel Kimberly
    Christina Lauren Crystal Brittany Rebecca Laura Danielle Emily Samantha Angela Erin Kelly Sara Lisa Katherine Andrea Jamie Mary Erica
    Courtney Kristen Shannon April Katie Lindsey Kristin Lindsay Christine Alicia Vanessa Maria Kathryn Allison Julie Anna Tara Kayla Natalie Victoria Monica Jacqueline Holly Kristina`,
    male: `Michael Christopher Matthew Joshua David James Daniel Robert John Joseph Jason Justin Andrew Ryan William Brian Brandon Jonathan
    Nicholas Anthony Eric Adam Kevin Thomas Steven Timothy Richard Jeremy Jeffrey Kyle Benjamin Aaron Charles Mark Jacob Stephen Patrick Scott
    Nathan Paul Sean Travis Zachary Dustin Gregory Kenneth Jose Tyler Jesse Alexander Bryan Samuel Derek Bradley Chad Shawn Edward Jared Cody Jordan`,
  },
  {
    decade: 1990,
    female: `Jessica Ashley Emily Sarah Samantha Amanda Brittany Elizabeth Taylor Megan Hannah Kayla Lauren Stephanie Rachel Jennifer Nicole
    Alexis Victoria Amber Alyssa Courtney Rebecca Danielle Jasmine Brianna Katherine Alexandra Madison Morgan Melissa Michelle Kelsey Chelsea
    Anna Kimberly Tiffany Olivia Mary Christina Allison Abigail Sara Shelby Heather Haley Maria Kaitlyn Laura Erin Andrea Natalie Jordan Brooke Julia Emma Vanessa Erica Sydney Kathryn`,
    male: `Michael Christopher Matthew Joshua Jacob Nicholas Andrew Daniel Tyler Joseph Brandon David James Ryan John Zachary Justin William
    Anthony Robert Jonathan Austin Alexander Kyle Kevin Thomas Cody Jordan Eric Benjamin Aaron Christian Samuel Dylan Steven Brian Jose Timothy
    Nathan Adam Richard Patrick Charles Sean Jason Cameron Jeremy Mark Stephen Jesus Juan Travis Jeffrey Trevor Ethan Logan Luis Hunter Caleb Noah`,
  },
  {
    decade: 2000,
    female: `Emily Madison Emma Olivia Hannah Abigail Isabella Samantha Elizabeth Ashley Alexis Sarah Sophia Alyssa Grace Ava Taylor Brianna
    Lauren Chloe Natalie Kayla Jessica Anna Victoria Mia Hailey Sydney Jasmine Julia Morgan Destiny Rachel Ella Kaitlyn Megan Katherine Savannah
    Jennifer Alexandra Allison Haley Maria Kaylee Lily Makayla Brooke Nicole Mackenzie Addison Stephanie Lillian Andrea Zoe Faith Kimberly Madeline Alexa Katelyn Gabriella`,
    male: `Jacob Michael Joshua Matthew Daniel Christopher Andrew Ethan Joseph William Anthony David Alexander Nicholas Ryan Tyler James John
    Jonathan Noah Brandon Christian Dylan Samuel Benjamin Zachary Nathan Logan Justin Gabriel Jose Austin Kevin Elijah Caleb Robert Thomas
    Jordan Cameron Jack Hunter Jackson Angel Isaiah Evan Isaac Mason Luke Jason Gavin Jayden Aaron Connor Aiden Aidan Kyle Juan Charles Luis Adam`,
  },
  {
    decade: 2010,
    female: `Emma Olivia Sophia Isabella Ava Mia Abigail Emily Charlotte Madison Elizabeth Amelia Evelyn Ella Chloe Harper Avery Sofia Grace
    Addison Victoria Lily Natalie Aubrey Lillian Zoey Hannah Layla Brooklyn Scarlett Zoe Camila Samantha Riley Leah Aria Savannah Audrey Anna
    Allison Gabriella Claire Hailey Penelope Aaliyah Sarah Nevaeh Kaylee Stella Mila Nora Ellie Bella Alexa Lucy Arianna Violet Ariana Genesis Alexis`,
    male: `Noah Liam Jacob William Mason Ethan Michael Alexander James Elijah Benjamin Daniel Aiden Logan Jayden Matthew Lucas David Jackson
    Joseph Anthony Samuel Joshua Gabriel Andrew John Christopher Oliver Dylan Carter Isaac Luke Henry Owen Ryan Nathan Wyatt Caleb Sebastian
    Jack Christian Jonathan Julian Landon Levi Isaiah Hunter Aaron Charles Thomas Eli Jaxon Connor Nicholas Jeremiah Grayson Cameron Brayden Adrian Evan`,
  },
  {
    decade: 2020,
    female: `Olivia Emma Charlotte Amelia Sophia Ava Isabella Mia Evelyn Luna Harper Sofia Camila Eleanor Elizabeth Violet Scarlett Emily
    Hazel Lily Gianna Aurora Penelope Aria Nora Chloe Ellie Mila Avery Layla Abigail Ella Isla Eliana Nova Madison Zoe Ivy Grace Lucy Willow
    Emilia Riley Naomi Victoria Stella Elena Hannah Valentina Maya Zoey Delilah Leah Lainey Lillian Paisley Genesis Madelyn Sadie Josephine`,
    male: `Liam Noah Oliver Elijah James William Henry Lucas Benjamin Theodore Mateo Levi Sebastian Daniel Jack Michael Alexander Owen Asher
    Samuel Ethan Leo Jackson Mason Ezra John Hudson Luca Aiden Joseph David Jacob Logan Luke Julian Gabriel Grayson Wyatt Matthew Maverick
    Dylan Isaac Elias Anthony Thomas Jayden Carter Santiago Ezekiel Charles Josiah Caleb Cooper Lincoln Miles Christopher Nathan Isaiah Kai Joshua`,
  },
];

/** Parts that rare given names are put together from. */
export const rareGiven = {
  female: {
    starts: `A Ab Ada Ade Ai Al Ali Ama Ana Ange Ann Ar Ari As Au Ava Ay Bel Ber Bri Bryn Ca Cal Cam Car Ce Cha Che Chris Cla Co Cor Da Dan De Del
    Des Di Do Ed El Eli Em En Er Es Eva Fa Fe Flo Fre Ga Ge Gi Glo Ha Har Hen Ho Ida Il In Is Ja Jay Je Jo Jua Ka Kai Kar Kay Ke Ki Kri Ky La Lau
    Le Li Lo Lu Ly Ma Mar May Mel Mi Mo My Na Nay Ne Ni No Ny Oc Ol Or Pa Pau Pe Phi Pri Qui Ra Ray Re Ri Ro Ros Ru Sa Sal Sar Se Sha Shay She Si
    So Su Ta Tal Tam Tay Te Ti Tre Ty Va Val Ve Vi Viv Wi Wil Xi Ya Yo Za Ze Zi Zo`,
    ends: `belle briel cia della dine dith dra ella elle elyn ena erie essa etta ia ica ice iella ilyn ina inda isa issa ita iyah jah ka kira la lani lee
    leen leigh lene lia lin lina linda lisa lyn lynn ma mara mina mya na nae nda neesha nelle nia nica nie niqua nita niyah nora qua ra rae ree
    ria rie rina risa rita ry sa sha shea sia sie tasha thia tia tina toria trice una ura via vonne wyn ya yah yana yn zelle`,
  },
  male: {
    starts: `A Ab Ad Al Ald Am An Ar As Au Bar Ben Ber Bla Bra Bren Bri Bro Bry Ca Cal Cam Car Cas Ced Chan Cla Clif Co Col Con Cor Da Dal Dan Dar De Del
    Den Der Des Do Don Dray Du Ed El Em En Er Ev Fer Fre Ga Gar Ge Ger Gra Gre Ha Har He Ho Hor I Ir Is Ja Jay Je Ju Ka Kae Kal Ke Ken Kev Ki Kor Ky
    La Lan Lar Le Len Li Lo Lor Lu Ma Mal Mar Mau May Mer Mi Mon Na Ne Ni No Ny O Ol Or Os Per Pres Qua Quin Ra Ran Ray Re Rey Ri Ro Rod Ron Ros Ru
    Sa Sam San Se Sha Shel Si So Ste Sul Ta Tay Te Ter Tho To Tre Tri Ty U Va Ver Vi Wa Wal Wes Wil Xa Ya Za Zay Ze`,
    ends: `bert bin bron by cell ce cent dall dan dell den der dez di dick do don drell drick ence er eric ert fred ford gan gie go ian iel ier in ion ius jah ke
    kell king lan land las lem len ler ley lin lius lo lon lyn man mar marcus mari mir mond mont morris muel nard nathan nel ner nis no nold non quan
    quez ray rel rell ren rence ri rian rick rin ris rod ron roy ry sean sel shad shaun shawn son tavious ter than thur tin ton tre trell van vante ven
    ver vin vion von ward well win wyn yan zell`,
  },
} as const;
