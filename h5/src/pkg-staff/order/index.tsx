export { default } from '../../../../miniapp/src/pkg-staff/order/index'
