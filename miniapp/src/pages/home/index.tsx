import { createKey } from '@liren/client'
import { repairEndpoints } from '@liren/contract/capabilities/repair'
import { Button } from '@nutui/nutui-react-taro'
import { View } from '@tarojs/components'

export default function Home() {
  return (
    <View>
      <Button type="primary">
        {repairEndpoints.create.path} {createKey(Date.now(), () => 3)}
      </Button>
    </View>
  )
}
