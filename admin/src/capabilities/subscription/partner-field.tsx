import { api } from '@liren/contract/capabilities/api'
import { Select } from 'antd'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { words } from './words.ts'

/** One of the applications that may call us; none is the house itself. */
export function PartnerField({ value, onChange, id }: { value?: string | null; onChange?: (id: string | null) => void; id?: string }) {
  const t = useWords(words)
  const asked = useQuery(api.endpoints.partners, useMay('api.read') ? {} : null)
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      allowClear
      placeholder={t('noPartner')}
      value={value ?? undefined}
      onChange={(next: string | undefined) => onChange?.(next ?? null)}
      options={(asked.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
    />
  )
}
