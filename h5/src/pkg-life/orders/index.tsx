export { default } from '../../../../miniapp/src/pkg-life/orders/index'
