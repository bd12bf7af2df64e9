import Host

ServiceMain.run(IntegrationsService.self)
