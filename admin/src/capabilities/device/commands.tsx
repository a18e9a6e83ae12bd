import { type Device, device } from '@liren/contract/capabilities/device'
import type { Service } from '@liren/contract/thing/model'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { FormError } from '../../parts/form/error.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { CommandDialog } from './command-dialog.tsx'
import style from './device.module.css'
import { CommandTag } from './state.tsx'
import { words } from './words.ts'

/** What the device can be told, and what became of everything it was told. */
export function Commands({ device: shown, may, mayDanger }: { device: Device; may: boolean; mayDanger: boolean }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const model = useQuery(device.endpoints.shadow, { params: { id: shown.id } }).data?.model
  const asked = usePages(device.endpoints.commands, { params: { id: shown.id }, query: { limit: 20 } })
  const cancel = useAction(device.endpoints.cancelCommand)
  const [service, setService] = useState<Service>()
  const offered = (model?.services ?? []).filter(
    (one) => (one.isDangerous ? mayDanger : may) && one.params.every((param) => param.type !== 'json'),
  )
  const nameOf = (code: string) => {
    const known = model?.services.find((one) => one.code === code)
    return known ? say(known.text) : code
  }
  const causeOf = (cause: string | null) => (cause === 'not-fetched' || cause === 'no-answer' ? t(`cause_${cause}`) : cause)
  return (
    <>
      {offered.length > 0 && (
        <div className={style.services}>
          {offered.map((one) => (
            <Button
              key={one.code}
              danger={one.isDangerous}
              icon={<Icon name={one.isDangerous ? 'alert' : 'send'} />}
              onClick={() => setService(one)}
            >
              {say(one.text)}
            </Button>
          ))}
        </div>
      )}
      <FormError error={cancel.error} />
      <DataTable
        name="device-commands"
        caption={t('tabCommands')}
        asked={asked}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'service',
            title: t('service'),
            always: true,
            render: (row) => (
              <>
                <strong>{nameOf(row.name)}</strong>
                {row.reason && <div className={style.note}>{row.reason}</div>}
              </>
            ),
          },
          {
            key: 'result',
            title: t('result'),
            render: (row) => (
              <>
                <CommandTag state={row.state} />
                {row.cause && <div className={style.note}>{causeOf(row.cause)}</div>}
              </>
            ),
          },
          { key: 'by', title: t('by'), render: (row) => row.askedBy },
          { key: 'when', title: t('when'), render: (row) => <TimeText at={row.issuedAt} /> },
          {
            key: 'cancel',
            title: '',
            always: true,
            align: 'end',
            render: (row) =>
              may &&
              row.state === 'waiting' && (
                <Button
                  size="small"
                  loading={cancel.running}
                  onClick={async () => {
                    if (await cancel.run({ params: { id: row.id } })) void message.success(t('c_cancelled'))
                  }}
                >
                  {t('cancel')}
                </Button>
              ),
          },
        ]}
        empty={<EmptyState title={t('noCommands')} scene="rest" />}
      />
      <CommandDialog device={shown} service={service} onClose={() => setService(undefined)} />
    </>
  )
}
