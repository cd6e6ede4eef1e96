module.exports = {
  testEnvironment: 'node',
  transformIgnorePatterns: ['/node_modules/(?!(\\.pnpm|@org|jose)/)'],
};
