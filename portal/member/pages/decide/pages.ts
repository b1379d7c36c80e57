// The pages of one decision travel together.
export { CardPage } from './card.tsx';
export { FinderPage } from './finder.tsx';
export { ReceiptPage } from './receipt.tsx';
export { ReviewPage } from './review.tsx';
export { ScopePage } from './scope.tsx';
export { WhoPage } from './who.tsx';
