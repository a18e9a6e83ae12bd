import { backup, contentClasses, type Medium, mediumKinds } from '@liren/contract/capabilities/backup'
import { Button } from 'antd'
import { useState } from 'react'
import { usePages } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { ChangeMedium, DestroyMedium, RegisterMedium } from './medium-forms.tsx'
import { words } from './words.ts'

type Doing = { readonly what: 'register' } | { readonly what: 'change' | 'destroy'; readonly medium: Medium }

/** Disks, tapes and sticks with data of the house, until their destruction. */
export function Media() {
  const t = useWords(words)
  const say = useText()
  const may = useMay('backup.manage')
  const asked = usePages(backup.endpoints.media, { query: { limit: 50 } })
  const [doing, setDoing] = useState<Doing>()
  const close = () => setDoing(undefined)
  const of = (what: Doing['what']) => (doing?.what === what && 'medium' in doing ? doing.medium : undefined)
  return (
    <div style={{ display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {may && (
        <div>
          <Button onClick={() => setDoing({ what: 'register' })}>{t('register')}</Button>
        </div>
      )}
      <DataTable
        name="backup-media"
        caption={t('tabMedia')}
        asked={asked}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'code',
            title: t('code'),
            always: true,
            render: (row) => (
              <>
                <strong>{row.code}</strong>
                <div style={{ color: 'var(--text-3)', fontSize: 12 }}>{say(mediumKinds[row.kind])}</div>
              </>
            ),
          },
          { key: 'state', title: t('state'), always: true, render: (row) => <MediumState medium={row} /> },
          { key: 'content', title: t('content'), render: (row) => say(contentClasses[row.contentClass]) },
          { key: 'holder', title: t('holder'), render: (row) => row.holder },
          { key: 'keptAt', title: t('keptAt'), roomy: true, render: (row) => row.keptAt },
          { key: 'onIt', title: t('onIt'), roomy: true, render: (row) => row.backups.map(({ name }) => name).join(', ') || '–' },
          { key: 'registered', title: t('registered'), roomy: true, render: (row) => <TimeText at={row.registeredAt} /> },
          {
            key: 'act',
            title: '',
            always: true,
            align: 'end',
            render: (row) =>
              may &&
              row.destruction === null && (
                <span style={{ display: 'inline-flex', gap: 8 }}>
                  <Button size="small" onClick={() => setDoing({ what: 'change', medium: row })}>
                    {t('change')}
                  </Button>
                  <Button size="small" danger onClick={() => setDoing({ what: 'destroy', medium: row })}>
                    {t('destroy')}
                  </Button>
                </span>
              ),
          },
        ]}
        empty={<EmptyState title={t('noMedia')} />}
      />
      <RegisterMedium open={doing?.what === 'register'} onClose={close} />
      <ChangeMedium medium={of('change')} onClose={close} />
      <DestroyMedium medium={of('destroy')} onClose={close} />
    </div>
  )
}

function MediumState({ medium: { destruction } }: { medium: Medium }) {
  const t = useWords(words)
  if (destruction === null)
    return (
      <StatusTag tone="success" icon="check">
        {t('inUse')}
      </StatusTag>
    )
  return (
    <>
      <StatusTag tone="neutral" icon="trash">
        {t('destroyed')}
      </StatusTag>
      <div style={{ fontSize: 12, color: 'var(--text-3)' }}>
        <TimeText at={destruction.at} />{' '}
        {destruction.proof && (
          <a href={destruction.proof.url} target="_blank" rel="noreferrer">
            {t('proof')}
          </a>
        )}
      </div>
    </>
  )
}
