import type { backup } from '@liren/contract/capabilities/backup'
import { Button, Progress } from 'antd'
import { useState } from 'react'
import type { Answer } from '../../app/api/call.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { Notice } from '../../parts/notice/notice.tsx'
import { Card, Facts } from '../../parts/page/page.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { PolicyForm } from './policy-form.tsx'
import { words } from './words.ts'

type Data = Answer<typeof backup.endpoints.overview>

/** How backups stand: what is running, days that were missed, the plan, where everything lies, how to go back. */
export function Overview({ data }: { data: Data }) {
  const t = useWords(words)
  const may = useMay('backup.manage')
  const [open, setOpen] = useState(false)
  const { policy, running } = data
  const named = (days: Data['missed']) => days.map(({ day }) => day).join(', ')
  const stillOpen = data.missed.filter(({ madeGoodAt }) => madeGoodAt === null)
  const good = data.missed.filter(({ madeGoodAt }) => madeGoodAt !== null)
  return (
    <div style={{ display: 'grid', gap: 16, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {running && (
        <Notice tone="primary" icon="half" role="status" title={t(`p_${running.phase}`)}>
          <Progress percent={running.progress} size="small" status="active" />
        </Notice>
      )}
      {stillOpen.length > 0 && <Notice tone="danger" role="alert" title={t('missed', { days: named(stillOpen) })} />}
      {good.length > 0 && <Notice tone="warning" title={t('missedGood', { days: named(good) })} />}
      {data.warnings.length > 0 && (
        <Notice tone="warning" title={t('warnings')}>
          <ul style={{ margin: '4px 0 0', paddingInlineStart: 18 }}>
            {data.warnings.map((warning) => (
              <li key={warning}>{t(`w_${warning}`)}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Card
        title={t('plan')}
        extra={
          may && (
            <Button size="small" onClick={() => setOpen(true)}>
              {t('setPlan')}
            </Button>
          )
        }
      >
        <Facts
          columns={3}
          items={[
            { label: t('isOn'), value: policy.isOn ? t('planOn', { time: policy.time, days: policy.fullDays }) : t('planOff') },
            { label: t('lastFull'), value: <TimeText at={data.lastFullAt} /> },
            { label: t('last'), value: <TimeText at={data.lastAt} /> },
            { label: t('next'), value: <TimeText at={data.nextAt} /> },
            { label: t('folder'), value: <Path of={data.folder} /> },
            { label: t('copyFolder'), value: data.copyFolder === null ? t('noCopy') : <Path of={data.copyFolder} /> },
            { label: t('keyFile'), value: <Path of={data.keyFile} /> },
          ]}
        />
      </Card>
      <PolicyForm open={open} policy={policy} onClose={() => setOpen(false)} />
    </div>
  )
}

const Path = ({ of }: { of: string }) => <code style={{ fontSize: 12, overflowWrap: 'anywhere' }}>{of}</code>
