import { useWords } from '../../app/language/use.ts'
import type { ListState } from '../../app/list-state.ts'
import style from './filter.module.css'
import { words } from './words.ts'

/** Back to everything, when something is filtered. */
export function ClearFilters({ state }: { state: ListState }) {
  const t = useWords(words)
  if (!state.isFiltered) return null
  return (
    <button type="button" className={style.clear} onClick={() => state.setFilters({})}>
      {t('clear')}
    </button>
  )
}
