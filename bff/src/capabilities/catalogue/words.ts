/** What a column is called and how sensitive it is: 1 public … 4 most sensitive, then Chinese and English. */
export type ColumnWord = readonly [grade: 1 | 2 | 3 | 4, zh: string, en: string]
export type ColumnWords = Readonly<Record<string, ColumnWord>>
