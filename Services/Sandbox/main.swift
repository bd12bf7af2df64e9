import Host

ServiceMain.run(SandboxService.self)
