import { type Device, device } from '@liren/contract/capabilities/device'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { RemoveButton } from '../../parts/action/remove-button.tsx'
import { words } from './words.ts'

/** Takes away a device that was registered by mistake; what still counts on it is named. */
export function RemoveDevice({ device: { id, name, version }, onGone }: { device: Device; onGone: () => void }) {
  const t = useWords(words)
  const action = useAction(device.endpoints.remove)
  return <RemoveButton {...{ t, name, action }} remove={() => action.done({ params: { id }, query: { version } })} onGone={onGone} />
}
