/** First names that are one name in two languages; people who came to the country use both. General knowledge. */
const pairs =
  `José/Joseph Juan/John Miguel/Michael Jorge/George Guillermo/William Carlos/Charles Jaime/James Pedro/Peter Pablo/Paul Luis/Louis
Andrés/Andrew Felipe/Philip Enrique/Henry Ricardo/Richard Roberto/Robert Eduardo/Edward Antonio/Anthony Francisco/Francis Esteban/Steven
Tomás/Thomas Mateo/Matthew Marcos/Mark Lucas/Luke Alejandro/Alexander Vicente/Vincent Raimundo/Raymond Gregorio/Gregory Timoteo/Timothy
Ricardo/Richard Alberto/Albert Arturo/Arthur Ernesto/Ernest Julio/Julius Martín/Martin David/David Daniel/Daniel Rafael/Raphael
María/Mary Isabel/Elizabeth Catalina/Catherine Margarita/Margaret Juana/Jane Ana/Anne Elena/Helen Rosa/Rose Susana/Susan Lucía/Lucy
Marta/Martha Teresa/Theresa Cristina/Christine Carolina/Caroline Raquel/Rachel Rebeca/Rebecca Verónica/Veronica Patricia/Patricia Alicia/Alice
Inés/Agnes Leonor/Eleanor Josefina/Josephine Dorotea/Dorothy Yolanda/Yolanda Sofía/Sophia Emilia/Emily Julia/Julie`
    .split(/\s+/)
    .map((pair) => pair.split('/') as [string, string])
    .filter(([a, b]) => a !== b);

const other = new Map<string, string>();
for (const [a, b] of pairs) {
  other.set(a, b);
  if (!other.has(b)) other.set(b, a);
}

/** The name in the other language, '' where it is not known. */
export const translated = (given: string): string => other.get(given) ?? '';
