import { ApiError } from '@liren/client'
import type { Me } from '@liren/contract/capabilities/session'
import { roleText } from '@liren/contract/identity/builtin-roles'
import { useState } from 'react'
import { useSay } from '@/words/kit'
import { meWords as words } from '@/words/me'
import { Cell, CellGroup } from './cell'
import { ErrorNote } from './error-panel'
import { useMe } from './me'
import { type Identity, useSwitchIdentity } from './role'
import { Tag } from './status-tag'

const same = (a: Identity, me: Me) => a.end === me.end && (a.place?.id ?? null) === (me.place?.id ?? null)
/** Whoever works at several places and has chosen none works at all of them; choosing one narrows it. */
const includes = (a: Identity, me: Me) => same(a, me) || (a.end === me.end && me.place === null)

/** The identities of one account; the last one is remembered. Drawn only when there is a choice. */
export function RoleSwitch({ me }: { me: Me }) {
  const say = useSay()
  const { call } = useMe()
  const [error, setError] = useState<ApiError>()
  const become = useSwitchIdentity(call.reload)
  const choices = me.identities.filter(({ end }) => end !== 'admin')
  if (choices.length < 2) return null
  return (
    <CellGroup title={say(words.identity)}>
      <ErrorNote error={error} />
      {choices.map((identity) => {
        const current = same(identity, me)
        return (
          <Cell
            key={`${identity.end}-${identity.place?.id ?? 'all'}`}
            id={`role-${identity.end}`}
            icon={identity.end === 'resident' ? 'home' : identity.end === 'staff' ? 'tool' : 'flag'}
            title={say(words.ends[identity.end])}
            hint={[identity.place?.name, identity.roles.map((role) => say(roleText(role))).join(say(words.comma))]
              .filter(Boolean)
              .join(' · ')}
            extra={includes(identity, me) ? <Tag tone="primary" icon="check" words={say(words.current)} /> : undefined}
            {...(current
              ? {}
              : {
                  onTap: () => {
                    setError(undefined)
                    become(identity).catch((failure: unknown) => {
                      if (failure instanceof ApiError) setError(failure)
                      else throw failure
                    })
                  },
                })}
          />
        )
      })}
    </CellGroup>
  )
}
