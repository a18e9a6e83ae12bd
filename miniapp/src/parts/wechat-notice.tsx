import { useCall, useClient, useSend } from '@liren/client'
import { message as contract, type MessageGroup } from '@liren/contract/capabilities/message'
import { common } from '@/words/common'
import { noticeWords as words } from '@/words/me'
import { PlainButton } from './button'
import { useToast } from './toast'

interface WechatNoticeProps {
  readonly group: MessageGroup
  /** What one is told then: "when it is done". */
  readonly children: string
}

/**
 * One notice by WeChat, granted by a tap after something was sent, and counted by the server. Not drawn where the end
 * has no such notices, where the community has no template, or where one is granted already.
 */
export function WechatNotice({ group, children }: WechatNoticeProps) {
  const toast = useToast()
  const { platform } = useClient()
  const { subscribe } = platform
  const preferences = useCall(contract.endpoints.preferences, subscribe === null ? null : {})
  const { send, sending } = useSend(contract.endpoints.setPreference)
  const mine = preferences.data?.items.find((one) => one.group === group)
  if (subscribe === null || mine === undefined || mine.wechatTemplate === null || mine.muted) return null
  const template = mine.wechatTemplate
  if (mine.wechatQuota > 0) return null
  const ask = async () => {
    const answer = await subscribe([template])
    if (!answer.ok || !answer.value.includes(template)) return toast(answer.ok || answer.why !== 'failed' ? words.refused : common.later)
    const counted = await send({ params: { group }, body: { grantedWechat: 1 } })
    if (counted === null) return
    toast(words.granted)
    void preferences.reload()
  }
  return (
    <PlainButton id="wechat-notice" icon="bell" busy={sending} onTap={() => void ask()}>
      {children}
    </PlainButton>
  )
}
