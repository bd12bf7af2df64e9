import Host

ServiceMain.run(IdentityService.self)
