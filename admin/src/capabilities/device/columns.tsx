import type { Device } from '@liren/contract/capabilities/device'
import { useMemo } from 'react'
import { useWords } from '../../app/language/use.ts'
import { Person } from '../../parts/person/person.tsx'
import type { Column } from '../../parts/table/columns.ts'
import { TimeText } from '../../parts/text/time.tsx'
import { DeviceTags } from './state.tsx'
import { words } from './words.ts'

/** What a list of devices shows, wherever it stands. */
export function useDeviceColumns(): readonly Column<Device>[] {
  const t = useWords(words)
  return useMemo(
    () => [
      {
        key: 'device',
        title: t('device'),
        always: true,
        render: (row) => (
          <>
            <strong>{row.name}</strong>
            <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{row.code}</div>
          </>
        ),
      },
      { key: 'state', title: t('state'), width: 130, render: (row) => <DeviceTags device={row} /> },
      { key: 'product', title: t('kind'), render: (row) => row.product?.name ?? '–' },
      { key: 'maker', title: t('manufacturer'), width: 120, render: (row) => row.manufacturer ?? '–' },
      { key: 'place', title: t('place'), roomy: true, render: (row) => row.placeName ?? '–' },
      { key: 'keeper', title: t('keeper'), roomy: true, width: 130, render: (row) => <Person name={row.keeper?.name} /> },
      { key: 'heard', title: t('heard'), width: 130, render: (row) => <TimeText at={row.heardAt} /> },
      { key: 'maintain', title: t('maintainOn'), hidden: true, render: (row) => row.maintainOn ?? '–' },
      { key: 'firmware', title: t('firmware'), hidden: true, render: (row) => row.firmware ?? '–' },
    ],
    [t],
  )
}
