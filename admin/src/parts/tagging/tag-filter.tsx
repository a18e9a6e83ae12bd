import { tag } from '@liren/contract/capabilities/tag'
import { useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { FilterMenu } from '../filter/filter-menu.tsx'
import { words } from './words.ts'

/** Narrows a list of files to those that carry a tag; each is offered with how many there are. */
export function FilterTag({
  archive,
  value,
  onChange,
}: {
  archive: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const t = useWords(words)
  const say = useText()
  const may = useMay('tag.read')
  const asked = useQuery(tag.endpoints.counts, may ? { params: { archive } } : null)
  const offered = (asked.data?.items ?? []).filter((item) => item.files > 0 || item.tag === value)
  if (offered.length === 0) return null
  return (
    <FilterMenu
      label={t('tag')}
      value={value}
      onChange={onChange}
      options={offered.map((item) => ({ value: item.tag, label: t('counted', { name: say(item.text), count: item.files }) }))}
    />
  )
}
