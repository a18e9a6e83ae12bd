export { default } from '../../../../miniapp/src/pkg-life/booking/index'
