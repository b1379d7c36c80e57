/** The task that carries a transfer on; its key is the transfer's id. */
export const transferStep = 'transfer.step';
