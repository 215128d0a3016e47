/** The view's heading: its name, and where the focus goes when it has nowhere else to be. */
export const HISTORY_TITLE_ID = "history-title";
