import { user } from '@liren/contract/capabilities/user'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { words } from './words.ts'

/** A field that holds a user, found by part of the name or account. */
export function UserPicker({ value, onChange, id }: { value?: string; onChange?: (id: string) => void; id?: string }) {
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
      options={(found.data ?? []).map((person) => ({
        value: person.id,
        label: [person.name, person.account, person.place?.name].filter(Boolean).join(' · '),
      }))}
    />
  )
}
