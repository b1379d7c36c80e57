/**
 * Common surnames of the United States with the number of bearers among 100,000 people, rounded and from general
 * knowledge; grouped by origin. `Name:bearers`. A name without a number has the last number given, fading.
 */
export type Origin =
  | 'general'
  | 'irish'
  | 'hispanic'
  | 'vietnamese'
  | 'chinese'
  | 'korean'
  | 'indian'
  | 'filipino'
  | 'arabic';

export const commonSurnames: readonly (readonly [Origin, string])[] = [
  [
    'general',
    `Smith:830 Johnson:655 Williams:550 Brown:487 Jones:483 Davis:379 Miller:394 Wilson:272 Anderson:266 Thomas:256 Taylor:255
    Moore:246 Jackson:240 Martin:238 Lee:200 Thompson:225 White:224 Harris:212 Clark:191 Lewis:180 Robinson:179 Walker:177 Young:164
    Allen:164 King:158 Wright:156 Scott:149 Hill:147 Green:146 Adams:145 Nelson:144 Baker:142 Hall:139 Campbell:131 Mitchell:130
    Carter:128 Roberts:127 Phillips:122 Evans:121 Turner:119 Parker:114 Collins:112 Edwards:112 Stewart:110 Morris:108 Cook:104
    Rogers:102 Morgan:97 Cooper:95 Peterson:95 Reed:93 Bailey:93 Bell:91 Howard:90 Ward:88 Cox:88 Richardson:88 Wood:85 Watson:85
    Brooks:83 Bennett:83 Gray:82 James:79 Hughes:79 Price:78 Myers:78 Long:77 Foster:77 Sanders:76 Ross:75 Powell:72 Jenkins:70
    Perry:70 Russell:69 Butler:68 Barnes:68 Fisher:67 Henderson:66 Coleman:66 Simmons:65 Patterson:64 Jordan:63 Reynolds:62
    Hamilton:62 Graham:61 Wallace:60 Cole:58 West:58 Bryant:57 Ellis:55 Gibson:55 Ford:54 Marshall:54 Harrison:53 Owens:53 Woods:52
    Washington:52 McDonald:52 Wells:51 Simpson:50 Stevens:50 Tucker:50 Porter:49 Hunter:49 Hicks:48 Crawford:48 Henry:48 Boyd:47
    Mason:47 Warren:46 Dixon:46 Burns:45 Gordon:45 Shaw:44 Holmes:44 Rice:43 Robertson:43 Hunt:42 Black:42 Daniels:42 Palmer:41
    Mills:41 Nichols:40 Grant:40 Knight:40 Ferguson:39 Rose:39 Stone:39 Hawkins:38 Dunn:38 Perkins:38 Hudson:37 Spencer:37 Gardner:37
    Stephens:36 Payne:36 Pierce:36 Berry:35 Matthews:35 Arnold:35 Wagner:34 Willis:34 Ray:34 Watkins:34 Olson:33 Carroll:33 Duncan:33
    Snyder:32 Hart:32 Cunningham:32 Bradley:32 Lane:31 Andrews:31 Harper:31 Fox:31 Riley:30 Armstrong:30 Carpenter:30 Weaver:30
    Greene:29 Lawrence:29 Elliott:29 Chavis:8 Sims:29 Austin:28 Peters:28 Kelley:28 Franklin:28 Lawson:28 Fields:27 Schmidt:27 Carr:27
    Wheeler:27 Chapman:26 Oliver:26 Montgomery:26 Richards:26 Williamson:26 Johnston:26 Banks:25 Meyer:25 Bishop:25 McCoy:25 Howell:25
    Morrison:24 Hansen:24 Garrett:24 Harvey:24 Little:24 Burton:23 Stanley:23 George:23 Jacobs:23 Reid:23 Fuller:22 Lynch:22 Dean:22
    Gilbert:22 Larson:22 Fraser:7 Welch:21 Hanson:21 Frazier:21 Burke:21 Hoffman:20 Day:20 Bowman:20 Moreno:9 Silva:14 Brewer:19
    Holland:19 Pearson:19 Carlson:19 Douglas:19 Jensen:19 Hopkins:18 Weber:18 Schultz:18 May:18 Mosley:12 Walters:17 Keller:17 Wade:17
    Vaughn:17 Bates:16 Barber:16 Curtis:16 Barker:16 Neal:16 Byrd:16 Higgins:16 Becker:16 Norris:15 Steele:15 Schwartz:15 Watts:15
    Lowe:15 Craig:15 Jennings:15 Barrett:15 Powers:15 Benson:15 Rhodes:15 Lyons:15 Shelton:15 Wolfe:14 Parks:14 Horton:14 Hale:14
    Sutton:14 Gregory:14 Reeves:14 Klein:14 Goodwin:14 Griffith:14 Booker:8 Manning:13 Bush:13 Leonard:13 Cohen:13 Potter:13 Love:13
    Walton:13 Newman:12 Bowen:12 Dawson:12 Ballard:12 Conner:11 Moss:12 Cross:12 Blair:11 Hubbard:11 Tate:11 Glover:11 Norton:11
    Parsons:11 Sparks:11 Yates:11 Marsh:11 Swanson:11 Baldwin:11 Osborne:11 Wilkins:10 Erickson:11 Cobb:10 Todd:10 Hodges:10 Casey:10
    Summers:10 Mann:10 Simon:10 Poole:10 Lindsey:10 Strickland:10 Floyd:10 Waters:10 Chandler:10 Logan:10 Hammond:9 Page:9 Rowe:9
    Farmer:9 Cummings:9 Briggs:9 Underwood:9 Hines:9 Singleton:9 Pratt:9 Buchanan:8 Chambers:9 Randall:8 Stokes:8 Roy:8 Fowler:17
    Bartlett:8 Bass:8 Boone:8 Copeland:8 Roth:8 Mack:8 Kirk:8 Merritt:8 Hess:8 Huff:8 Krueger:7 Zimmerman:11 Schneider:12 Mueller:8
    Novak:7 Kowalski:6 Rossi:5 Russo:8 Romano:5 Esposito:4 Bianchi:3 Marino:5 Kaplan:5 Levine:5 Friedman:6 Goldstein:5 Petersen:8
    Nielsen:6 Christensen:9 Sorensen:6 Johansen:4 Lindberg:4 Bergstrom:3 Dubois:4 Fontenot:4 Hebert:6 Boudreaux:3 Landry:6 Leblanc:6`,
  ],
  [
    'irish',
    `Murphy:106 Kelly:92 Sullivan:67 Kennedy:53 O'Brien:37 O'Connor:25 McCarthy:24 Fitzgerald:24 Ryan:38 Doyle:20 O'Neill:14
    McDaniel:23 McKinney:22 McGuire:14 O'Donnell:10 O'Reilly:6 McLaughlin:17 McCormick:13 Gallagher:17 Brennan:14 Quinn:16 Walsh:25
    Flynn:13 Callahan:12 Donovan:10 Sweeney:13 Connolly:8 Nolan:11 Keane:3 McBride:13 McGee:13 McClure:10 McKenzie:10 McMahon:8
    O'Leary:5 O'Malley:4 O'Hara:4 McIntyre:10 MacDonald:9 MacLeod:3 McFarland:11 McKay:9 McNeil:7 McPherson:7 McKee:9 McMillan:9
    O'Keefe:4 O'Rourke:4 Doherty:7 Mahoney:8 Maguire:5 Kavanagh:3 Duffy:9 Dolan:5 Finnegan:2 Geraghty:2 Hennessy:3 Moran:16`,
  ],
  [
    'hispanic',
    `García:396 Rodríguez:372 Martínez:360 Hernández:354 López:297 González:285 Pérez:231 Sánchez:207 Ramírez:189 Torres:148
    Flores:148 Rivera:133 Gómez:124 Díaz:121 Reyes:105 Morales:98 Cruz:99 Ortiz:97 Gutiérrez:85 Chávez:80 Ramos:82 Ruiz:78 Álvarez:78
    Mendoza:76 Vásquez:69 Castillo:76 Jiménez:67 Moreno:71 Romero:66 Herrera:66 Medina:63 Aguilar:56 Vargas:55 Guzmán:51 Méndez:49
    Muñoz:46 Salazar:46 Soto:45 Vega:45 Garza:45 Delgado:42 Alvarado:42 Castro:57 Contreras:41 Ríos:41 Estrada:40 Santiago:40
    Guerrero:40 Ortega:39 Núñez:39 Maldonado:35 Valdez:34 Sandoval:33 Luna:33 Espinoza:33 Figueroa:31 Padilla:31 Ayala:31 Mejía:30
    Acosta:29 Navarro:28 Cervantes:28 Rosario:27 Cabrera:27 Campos:27 Juárez:26 Domínguez:26 Molina:26 Vázquez:25 Santos:25
    Velásquez:24 Cortez:24 Carrillo:24 Salinas:23 Fuentes:22 Rosales:22 León:22 Robles:21 Serrano:21 Pacheco:20 Marquez:20 Rojas:20
    Meléndez:18 Ibarra:18 Montoya:17 Zúñiga:15 Cárdenas:15 Peña:22 Avila:18 Trujillo:17 Valencia:17 Orozco:16 Rangel:14 Villarreal:14
    Calderón:14 Lozano:13 Escobar:13 Bautista:12 Cisneros:12 Camacho:12 Barrera:12 Solís:12 Galván:11 Quintero:10 Velazquez:10 Tapia:8
    Benítez:8 Rubio:8 Zamora:10 Saldaña:7 Ochoa:14 Beltrán:7 Correa:7 Guerra:11 Palacios:8 Arroyo:9 Bonilla:9 Bermúdez:5 Cordero:6
    Quiñones:5 Ocasio:4 Marrero:4 Báez:4 Rentería:4 Ponce:7 Duran:8 Arias:8 Lara:10 Macías:9 Esquivel:7 Montes:8 Cantu:9 Treviño:8`,
  ],
  [
    'vietnamese',
    'Nguyễn:148 Trần:65 Phạm:36 Lê:40 Huỳnh:17 Hoàng:14 Vũ:13 Võ:12 Đặng:10 Bùi:10 Đỗ:9 Hồ:12 Ngô:11 Dương:7 Lý:6 Trương:8 Đinh:6 Lâm:6',
  ],
  [
    'chinese',
    'Wang:42 Chen:50 Li:37 Zhang:33 Liu:29 Lin:27 Huang:23 Wu:26 Yang:36 Wong:30 Chan:25 Chang:22 Zhao:11 Zhou:12 Xu:14 Zhu:9 Sun:10 Ma:9 Hu:9 Guo:9 He:9 Gao:7 Luo:5 Zheng:10 Liang:9 Tang:14 Xie:6 Song:9 Cheng:10 Chu:8 Leung:6 Lau:7 Ho:12 Lam:14 Ng:9 Yu:13 Hsu:8 Tsai:6 Yee:5 Fong:5',
  ],
  [
    'korean',
    'Kim:88 Park:47 Choi:18 Yi:6 Kang:12 Cho:14 Yoon:8 Jung:9 Chung:16 Shin:9 Hwang:6 Lim:9 Oh:8 Han:14 Seo:4 Kwon:7 Song:5 Hong:9 Yoo:5 Ahn:6',
  ],
  [
    'indian',
    'Patel:78 Singh:42 Shah:17 Khan:21 Sharma:12 Kumar:11 Gupta:9 Desai:6 Reddy:8 Mehta:6 Rao:8 Joshi:6 Ali:15 Das:4 Iyer:3 Nair:4 Mukherjee:2 Banerjee:2 Chopra:2 Kapoor:3 Malhotra:2 Agarwal:4 Verma:4 Mishra:3 Bhatt:4 Kaur:14 Gill:7 Sandhu:4 Dhillon:3 Sidhu:3 Chaudhary:2 Trivedi:2 Parikh:3 Modi:2 Menon:2 Pillai:2 Krishnan:2 Srinivasan:2',
  ],
  [
    'filipino',
    'Santos:10 Reyes:9 Bautista:6 Delacruz:8 Ocampo:4 Manalo:3 Pascual:4 Mercado:6 Villanueva:7 Aquino:5 Dizon:3 Magsaysay:1 Macaraeg:1 Dimaculangan:1 Tolentino:3 Evangelista:3 Salonga:1 Lacson:1 Baluyot:2 Pangilinan:2 Manansala:1',
  ],
  [
    'arabic',
    'Ahmed:11 Hassan:9 Hussein:5 Mohamed:8 Abdullah:5 Ibrahim:5 Saleh:3 Haddad:4 Khalil:4 Mansour:3 Nasser:3 Said:4 Yousef:3 Farah:3 Abdi:4 Warsame:2 Osman:3 Aden:2 Rahman:6 Hussain:4',
  ],
];
