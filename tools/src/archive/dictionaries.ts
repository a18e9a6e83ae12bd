import type { Archive } from '@liren/contract/archive/index'

/** The dictionaries that an archive chooses from, with the first words that its definition gives them. */
export const firstWords = (definition: Archive) =>
  Object.values(definition.fields).flatMap(({ dictionary, label, options }) =>
    dictionary === undefined
      ? []
      : [
          {
            code: dictionary,
            text: [label.zh, label.en] as const,
            items: options.map(({ code, text }) => [code, text.zh, text.en] as const),
          },
        ],
  )
