/** The rows: what each method is asked and what it must say, one file per area. */

/** Channels of the demo world that rows speak of. */
export const newsId = '2200000101';
/** No reactions are allowed; full of pictures and albums. */
export const shopId = '2200000102';
/** Custom and paid reactions. */
export const authorId = '2200000103';
/** Two signatures; the stranger is a member. */
export const techId = '2200000104';
/** Of the owner, with the editor as administrator, the viewer as member and a discussion group. */
export const ownerMainId = '2200000105';
/** Private: of the editor, with the owner as member. */
export const privateId = '2200000107';
/** Below the threshold of statistics. */
export const tinyId = '2200000109';
/** The discussion group of `ownerMainId`. */
export const groupId = '2200000110';
