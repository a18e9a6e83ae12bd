import { type User, user } from '@liren/contract/capabilities/user'
import { App, Button } from 'antd'
import { useState } from 'react'
import { refresh } from '../../app/api/cache.ts'
import { call } from '../../app/api/call.ts'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMe, usePermissions } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { useUndo } from '../../parts/action/undo.tsx'
import { PasswordField, PasswordRules } from '../../parts/form/password-field.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { type MenuEntry, PopMenu } from '../../parts/menu/pop-menu.tsx'
import { shownState } from './state.tsx'
import { words } from './words.ts'

type Doing = 'disable' | 'enable' | 'transfer' | 'retire' | 'reset' | 'removeFactor'

interface Props {
  readonly person: User
  readonly onEdit: () => void
  readonly onGone: () => void
}

/** What may be done with an account, by those who may; the server has the last word. */
export function UserActions({ person, onEdit, onGone }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const held = usePermissions()
  const me = useMe()
  const [doing, setDoing] = useState<Doing>()
  const unlock = useAction(user.endpoints.unlock)
  const mayManage = held.has('user.manage')
  const maySecure = held.has('user.secure')
  const own = person.id === me.user.id
  const locked = shownState(person, Date.now()) === 'locked'

  const entry = (key: Doing, icon: MenuEntry['icon'], more: Partial<MenuEntry> = {}): MenuEntry => ({
    key,
    label: t(key),
    ...(icon === undefined ? {} : { icon }),
    run: () => setDoing(key),
    ...more,
  })
  const manage: MenuEntry[] = !mayManage
    ? []
    : [
        entry('reset', 'key'),
        entry(person.state === 'active' ? 'disable' : 'enable', 'ban'),
        entry('transfer', 'go', { disabled: person.isTransferred }),
      ]
  const secure: MenuEntry[] = !maySecure
    ? []
    : [
        {
          key: 'unlock',
          icon: 'lock',
          label: t('unlock'),
          disabled: !locked,
          run: async () => {
            if (await unlock.done({ params: { id: person.id } })) void message.success(t('unlockDone'))
          },
        },
        entry('removeFactor', 'device', { disabled: !person.hasSecondFactor }),
      ]
  const parts = [
    { entries: manage },
    { entries: secure },
    { entries: mayManage ? [entry('retire', 'trash', { danger: true })] : [] },
  ].filter((part) => part.entries.length > 0)
  if (parts.length === 0) return null
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      {mayManage && (
        <Button icon={<Icon name="edit" />} onClick={onEdit}>
          {t('edit')}
        </Button>
      )}
      {!own && (
        <PopMenu label={t('more')} placement="bottomLeft" parts={parts}>
          <Button icon={<Icon name="more" />}>{t('more')}</Button>
        </PopMenu>
      )}
      <Dialogs person={person} doing={doing} onClose={() => setDoing(undefined)} onGone={onGone} />
    </div>
  )
}

function Dialogs({ person, doing, onClose, onGone }: { person: User; doing: Doing | undefined; onClose: () => void; onGone: () => void }) {
  const t = useWords(words)
  const { message } = App.useApp()
  const offerUndo = useUndo()
  const disable = useAction(user.endpoints.disable)
  const enable = useAction(user.endpoints.enable)
  const transfer = useAction(user.endpoints.transfer)
  const retire = useAction(user.endpoints.retire)
  const reset = useAction(user.endpoints.resetPassword)
  const removeFactor = useAction(user.endpoints.removeSecondFactor)
  const { name } = person
  const params = { id: person.id }
  const version = person.version

  /** Disabling and enabling take each other back. */
  const back = (endpoint: typeof user.endpoints.disable | typeof user.endpoints.enable, at: number) => async () => {
    await call(endpoint, { params, body: { version: at, reason: t('undoReason') } })
    refresh('user')
  }

  return (
    <>
      <ActionDialog
        open={doing === 'disable'}
        onClose={onClose}
        title={t('disableTitle', { name })}
        text={t('disableText')}
        submit={t('disableSubmit')}
        danger
        reason="needed"
        running={disable.running}
        error={disable.error}
        onSubmit={async ({ reason }) => {
          const next = await disable.run({ params, body: { version, reason } })
          if (next !== undefined) offerUndo(t('disabledDone', { name }), back(user.endpoints.enable, next.version))
          return next !== undefined
        }}
      />
      <ActionDialog
        open={doing === 'enable'}
        onClose={onClose}
        title={t('enableTitle', { name })}
        submit={t('enableSubmit')}
        reason="needed"
        running={enable.running}
        error={enable.error}
        onSubmit={async ({ reason }) => {
          const next = await enable.run({ params, body: { version, reason } })
          if (next !== undefined) offerUndo(t('enabledDone', { name }), back(user.endpoints.disable, next.version))
          return next !== undefined
        }}
      />
      <ActionDialog
        open={doing === 'transfer'}
        onClose={onClose}
        title={t('transferTitle', { name })}
        text={t('transferText')}
        submit={t('transferSubmit')}
        danger
        reason="needed"
        running={transfer.running}
        error={transfer.error}
        onSubmit={async ({ reason }) => {
          const next = await transfer.run({ params, body: { version, reason } })
          if (next !== undefined) void message.success(t('transferDone'))
          return next !== undefined
        }}
      />
      <ActionDialog
        open={doing === 'retire'}
        onClose={onClose}
        title={t('retireTitle', { name, account: person.account ?? '' })}
        text={t('retireText')}
        submit={t('retireSubmit')}
        danger
        running={retire.running}
        error={retire.error}
        onSubmit={async () => {
          if (!(await retire.done({ params, query: { version } }))) return false
          void message.success(t('retireDone', { name }))
          onGone()
          return true
        }}
      />
      <ActionDialog<{ password: string }>
        open={doing === 'reset'}
        onClose={onClose}
        title={t('resetTitle', { name })}
        text={t('resetText')}
        submit={t('reset')}
        running={reset.running}
        error={reset.error}
        onSubmit={async ({ password }) => {
          const next = await reset.run({ params, body: { version, password } })
          if (next !== undefined) void message.success(t('resetDone'))
          return next !== undefined
        }}
      >
        <PasswordField
          label={t('newPassword')}
          extra={
            <>
              {t('passwordNote')} · <PasswordRules />
            </>
          }
        />
      </ActionDialog>
      <ActionDialog
        open={doing === 'removeFactor'}
        onClose={onClose}
        title={t('removeFactorTitle', { name })}
        text={t('removeFactorText')}
        submit={t('removeFactorSubmit')}
        danger
        running={removeFactor.running}
        error={removeFactor.error}
        onSubmit={async () => {
          if (!(await removeFactor.done({ params }))) return false
          void message.success(t('removeFactorDone'))
          return true
        }}
      />
    </>
  )
}
