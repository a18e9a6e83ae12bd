import type { FallSummary } from '@liren/contract/capabilities/falling'
import { useWords } from '../../app/language/use.ts'
import { words } from './words.ts'

/** The floors it may have come from, in words: always a range where it is one. */
export function useFloors(): (fall: Pick<FallSummary, 'floors'>) => string {
  const t = useWords(words)
  return ({ floors }) => (floors === null ? t('unsure') : t(floors.low === floors.high ? 'same' : 'best', floors))
}
