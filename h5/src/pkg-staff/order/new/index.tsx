export { default } from '../../../../../miniapp/src/pkg-staff/order/new/index'
