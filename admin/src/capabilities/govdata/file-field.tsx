import { archiveEndpoints } from '@liren/contract/archive/index'
import type { GovSubject } from '@liren/contract/capabilities/govdata'
import { orgArchive } from '@liren/contract/capabilities/org'
import { personArchive } from '@liren/contract/capabilities/person'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { words } from './words.ts'

const lists = { person: archiveEndpoints(personArchive).list, org: archiveEndpoints(orgArchive).list } as const

interface Props {
  readonly subject: GovSubject
  readonly value?: string
  readonly onChange?: (id: string) => void
  readonly id?: string
}

/** A file that is found by a piece of its name. */
export function FileField({ subject, value, onChange, id }: Props) {
  const t = useWords(words)
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 250)
    return () => clearTimeout(timer)
  }, [text])
  const found = usePages(lists[subject], asked === '' ? null : ({ query: { q: asked, limit: 20 } } as never))
  const files = (found.data ?? []) as readonly { id: string; title: string; place: { name: string } | null }[]
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      onChange={(next) => onChange?.(next)}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={t('fileHint')}
      loading={found.asking && asked !== ''}
      notFoundContent={t('fileHint')}
      options={files.map((file) => ({ value: file.id, label: [file.title, file.place?.name].filter(Boolean).join(' · ') }))}
    />
  )
}
