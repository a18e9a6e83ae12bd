export { default } from '../../../../miniapp/src/pkg-gov/subscriptions/index'
