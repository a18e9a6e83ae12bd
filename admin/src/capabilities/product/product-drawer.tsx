import { product } from '@liren/contract/capabilities/product'
import { App, Button, Tabs } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { EventList, PropertyList, ServiceList } from './model-tables.tsx'
import { ProductState } from './state.tsx'
import { words } from './words.ts'

/** One product: what it is, its model in three tables, and the types that programs are given. */
export function ProductDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('product.manage')
  const asked = useQuery(product.endpoints.read, id === undefined ? null : { params: { id } })
  const types = useQuery(product.endpoints.types, id === undefined ? null : { params: { id } })
  const actions = { release: useAction(product.endpoints.release), retire: useAction(product.endpoints.retire) }
  const [step, setStep] = useState<'release' | 'retire'>()
  const known = asked.data?.product
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={known?.name ?? ''}
      width={860}
      tags={known && <ProductState state={known.state} />}
      actions={
        may &&
        known &&
        known.state !== 'retired' && (
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
            {known.hasDraft && (
              <Button type="primary" onClick={() => setStep('release')}>
                {t('release')}
              </Button>
            )}
            <Button danger onClick={() => setStep('retire')}>
              {t('retire')}
            </Button>
          </div>
        )
      }
    >
      <Shown asked={asked}>
        {({ product: shown, models }) => {
          const model = (models.find((one) => one.state === 'released') ?? models[0])?.model
          return (
            <>
              {shown.hasDraft && <Notice tone="info" title={t('draft')} />}
              <Facts
                items={[
                  { label: t('protocol'), value: shown.protocol },
                  { label: t('maker'), value: `${shown.manufacturer} · ${shown.model}` },
                  { label: t('grade'), value: t(`g_${shown.grade}`) },
                  {
                    label: t('maintenance'),
                    value: shown.maintenanceDays === null ? t('none') : t('days', { count: shown.maintenanceDays }),
                  },
                  { label: t('modelNumber'), value: shown.modelNumber === 0 ? '–' : `v${shown.modelNumber}` },
                  { label: t('checklist'), value: Object.values(shown.checklist).join('；') || t('none'), wide: true },
                ]}
              />
              {model === undefined ? (
                <EmptyState title={t('noModel')} />
              ) : (
                <Tabs
                  style={{ marginTop: 16 }}
                  items={[
                    { key: 'properties', label: `${t('properties')} ${model.properties.length}`, children: <PropertyList model={model} /> },
                    { key: 'events', label: `${t('events')} ${model.events.length}`, children: <EventList model={model} /> },
                    { key: 'services', label: `${t('services')} ${model.services.length}`, children: <ServiceList model={model} /> },
                    {
                      key: 'types',
                      label: t('types'),
                      children: <pre style={{ fontFamily: 'var(--mono)', fontSize: 12, overflowX: 'auto' }}>{types.data?.typescript}</pre>,
                    },
                  ]}
                />
              )}
            </>
          )
        }}
      </Shown>
      <ActionDialog
        open={step !== undefined}
        onClose={() => setStep(undefined)}
        title={step === undefined ? '' : `${t(step)} · ${known?.name ?? ''}`}
        text={step === undefined ? undefined : t(step === 'release' ? 'releaseText' : 'retireText')}
        submit={step === undefined ? '' : t(step)}
        danger={step === 'retire'}
        running={step !== undefined && actions[step].running}
        error={step === undefined ? undefined : actions[step].error}
        onSubmit={async () => {
          if (step === undefined || known === undefined) return false
          const saved = await actions[step].run({ params: { id: known.id }, body: { version: known.version } })
          if (saved !== undefined) void message.success(t('done', { name: saved.name }))
          return saved !== undefined
        }}
      />
    </RecordDrawer>
  )
}
