/**
 * Cities that do not exist, in states that do: `prefix city+city+…` per first three digits of the ZIP code. Every city gets a
 * few codes of its prefix. Area codes belong to the state.
 */
export interface StatePlaces {
  state: string;
  weight: number;
  areaCodes: readonly string[];
  prefixes: readonly string[];
}

const of = (state: string, weight: number, areaCodes: string, prefixes: string): StatePlaces => ({
  state,
  weight,
  areaCodes: areaCodes.split(' '),
  prefixes: prefixes.split(' '),
});

export const statePlaces: readonly StatePlaces[] = [
  of(
    'PA',
    13,
    '215 267 412 484 570 610 717 724 814',
    '150 152 154 156 160 165 170 171 174 176 180 184 185 190 191 193 195',
  ),
  of('OH', 12, '216 234 330 419 440 513 614 740 937', '430 432 436 440 441 443 445 448 450 452 454 457'),
  of('MI', 10, '231 248 269 313 517 586 616 734 810 989', '480 481 482 484 486 488 490 493 495 497'),
  of('NC', 10, '252 336 704 828 910 919 980', '270 271 274 275 276 278 280 282 284 287'),
  of('GA', 10, '229 404 478 678 706 770 912', '300 301 303 306 309 310 312 314 317'),
  of('VA', 9, '276 434 540 571 703 757 804', '201 220 223 226 229 232 234 236 240 245'),
  of('TN', 7, '423 615 731 865 901 931', '370 372 374 376 379 380 382 385'),
  of('MO', 6, '314 417 573 636 660 816', '630 631 634 637 640 641 645 648 651 656'),
  of('WI', 6, '262 414 608 715 920', '530 532 535 537 540 543 546 549'),
  of('IN', 5, '219 260 317 574 765 812', '460 462 464 466 468 472 475 478'),
  of('SC', 5, '803 843 864', '290 292 294 296 298'),
  of('AL', 5, '205 251 256 334', '350 352 356 358 361 366'),
  of('KY', 4, '270 502 606 859', '400 402 405 410 415 421 427'),
  of('AZ', 8, '480 520 602 623 928', '850 852 853 856 857 860'),
  of('NM', 3, '505 575', '870 871 875 880 882'),
  of(
    'TX',
    16,
    '210 214 281 361 409 469 512 713 806 817 832 903 915 956',
    '750 752 756 760 765 770 773 776 780 782 785 787 790 793 797 799',
  ),
];

/** Halves of city names. */
export const cityStarts =
  `Amber Arbor Ash Aspen Bay Beacon Bell Birch Blue Bright Brook Cedar Cherry Clear Clover Copper Crystal Dell Eagle East Elk
Elm Fair Falcon Fern Forest Fox Glen Gold Grand Green Harbor Haven Hazel High Holly Iron Ivy Juniper Kings Lake Laurel Liberty Lin Long Maple
Marble Meadow Mill Mist North Oak Olive Orchard Otter Palm Pine Pleasant Prairie Quail Raven Red River Rock Rose Sage Silver South Spring Stone
Summer Sun Sweet Thorn Timber Union Valley Walnut West White Wild Willow Win`.split(/\s+/);

export const cityEnds =
  `ton ville field burg dale ford wood mont port view brook haven ridge land bury water crest hill grove side creek gate point
springs falls heights junction city park mills station`.split(/\s+/);

export const streetNames =
  `Main Oak Maple Cedar Pine Elm Walnut Washington Park Lake Hill Church Spring Ridge River Mill Sunset Lincoln Jackson
Franklin Jefferson Madison Adams Monroe Highland Forest Meadow Chestnut Willow Cherry Dogwood Hickory Poplar Sycamore Locust Birch Laurel Magnolia
Prospect Union Center Market Bridge Water Front School College Academy Court Liberty Grant Cleveland Wilson Harrison Taylor Johnson Williams Davis
Clark Lewis Baker Cook Carter Hunter Fisher Miller Cooper Mason Porter Turner Walker Parker Foster Gardner Fairview Woodland Lakeview Riverside Hillcrest
Summit Valley Orchard Garden Colonial Heritage Country Club Fox Deer Eagle Hawk Quail Pheasant Bluebird Cardinal Robin Heron Hunters Saddle Carriage Coach
Stone Brick Quarry Railroad Depot Canal Harbor Bay Shore Beach Island Ferry Lighthouse Anchor Victoria Windsor Cambridge Oxford Bristol Devon Canterbury York
Lexington Concord Plymouth Salem Cumberland Shenandoah Piedmont Savannah Augusta Charleston Richmond Frederick Winchester Stafford Sheffield Berkshire Kent
Crescent Circle Skyline Horizon Vista Mesa Canyon Sierra Rancho Camino Palmetto Cypress Juniper Aspen Spruce Hemlock Ivy Rose Lilac Jasmine Azalea Holly
Old Mill,Martin Luther King,Saint Marys,Stony Brook,Twin Oaks,Cross Creek,Deer Run,Indian Hills,Mount Vernon,Old Post,Long Branch,Rocky Ford,Bell Tower,Sugar Maple`
    .split(',')
    .flatMap((part, at) => (at === 0 ? part.split(/\s+/) : [part]))
    .filter((name) => name !== 'Old' && name !== 'Circle');

/** Street types and their abbreviations. */
export const streetTypes: readonly (readonly [string, string])[] = [
  ['Street', 'St'],
  ['Avenue', 'Ave'],
  ['Road', 'Rd'],
  ['Drive', 'Dr'],
  ['Lane', 'Ln'],
  ['Court', 'Ct'],
  ['Boulevard', 'Blvd'],
  ['Way', 'Way'],
  ['Place', 'Pl'],
  ['Circle', 'Cir'],
  ['Terrace', 'Ter'],
  ['Parkway', 'Pkwy'],
];
