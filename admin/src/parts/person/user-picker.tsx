import { user } from '@liren/contract/capabilities/user'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { words } from './words.ts'

interface Props {
  readonly value?: string
  readonly onChange?: (id: string) => void
  readonly id?: string
  /** Who stands in the field already, until somebody is looked for. */
  readonly known?: { readonly id: string; readonly name: string } | undefined
}

/** A field that holds a user, found by part of the name or account. */
export function UserPicker({ value, onChange, id, known }: Props) {
  const t = useWords(words)
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 250)
    return () => clearTimeout(timer)
  }, [text])
  const found = usePages(user.endpoints.list, asked === '' ? null : { query: { q: asked, limit: 20 } })
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      onChange={(next) => onChange?.(next)}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={t('find')}
      loading={found.asking && asked !== ''}
      notFoundContent={asked === '' ? t('typeMore') : t('none')}
      options={
        asked === '' && known
          ? [{ value: known.id, label: known.name }]
          : (found.data ?? []).map((person) => ({
              value: person.id,
              label: [person.name, person.account, person.place?.name].filter(Boolean).join(' · '),
            }))
      }
    />
  )
}
