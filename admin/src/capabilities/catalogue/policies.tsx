import { type CataloguePolicy, catalogueEndpoints } from '@liren/contract/capabilities/catalogue'
import { App, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Card } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DayText } from '../../parts/text/time.tsx'
import style from './catalogue.module.css'
import { words } from './words.ts'

/** The policies in force, each with the versions before it. */
export function Policies() {
  const t = useWords(words)
  const say = useText()
  const may = useMay('catalogue.manage')
  const asked = useQuery(catalogueEndpoints.policies)
  const [writing, setWriting] = useState<CataloguePolicy>()
  const [looking, setLooking] = useState<CataloguePolicy>()
  const versions = useQuery(catalogueEndpoints.policyVersions, looking ? { params: { policy: looking.code } } : null)
  return (
    <Shown asked={asked}>
      {({ items }) => (
        <div className={style.stack}>
          {items.map((policy) => (
            <Card
              key={policy.code}
              title={say(policy.text)}
              extra={
                <span className={style.bar}>
                  <Button size="small" onClick={() => setLooking(policy)}>
                    {t('history')}
                  </Button>
                  {may ? (
                    <Button size="small" onClick={() => setWriting(policy)}>
                      {t('publish')}
                    </Button>
                  ) : null}
                </span>
              }
            >
              <Version policy={policy} />
            </Card>
          ))}
          <RecordDrawer
            open={looking !== undefined}
            onClose={() => setLooking(undefined)}
            title={looking ? say(looking.text) : ''}
            width={720}
          >
            <Shown asked={versions}>
              {(all) => (
                <div className={style.stack}>
                  {all.items.map((policy) => (
                    <Version key={policy.textVersion} policy={policy} />
                  ))}
                </div>
              )}
            </Shown>
          </RecordDrawer>
          {writing ? <PublishDialog key={writing.code} of={writing} onClose={() => setWriting(undefined)} /> : null}
        </div>
      )}
    </Shown>
  )
}

function Version({ policy }: { policy: CataloguePolicy }) {
  const t = useWords(words)
  const say = useText()
  return (
    <section>
      <p className={style.hint}>
        {t('version', { version: policy.textVersion })} · <DayText at={policy.publishedAt} />
        {policy.publishedBy ? ` · ${t('publishedBy', { who: policy.publishedBy })}` : null}
      </p>
      <p className={style.body}>{say(policy.body)}</p>
    </section>
  )
}

function PublishDialog({ of, onClose }: { of: CataloguePolicy; onClose: () => void }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const publish = useAction(catalogueEndpoints.publish)
  return (
    <ActionDialog<{ zh: string; en: string }>
      open
      onClose={onClose}
      title={t('publishTitle', { name: say(of.text) })}
      text={t('publishText')}
      submit={t('publish')}
      initial={of.body}
      running={publish.running}
      error={publish.error}
      onSubmit={async (body) => {
        if ((await publish.run({ params: { policy: of.code }, body: { body, textVersion: of.textVersion } })) === undefined) return false
        void message.success(t('published'))
        return true
      }}
    >
      {(['zh', 'en'] as const).map((language) => (
        <Form.Item key={language} name={language} label={t(language)} rules={[{ required: true }]}>
          <Input.TextArea rows={8} maxLength={4000} />
        </Form.Item>
      ))}
    </ActionDialog>
  )
}
