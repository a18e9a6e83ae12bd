import { useMe } from '../../app/session/store.ts'

export default function Home() {
  const me = useMe()
  return <h1>{me.user.name}</h1>
}
