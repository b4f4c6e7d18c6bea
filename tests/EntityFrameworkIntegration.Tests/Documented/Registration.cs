// Written as MassTransit's documentation and its outbox sample write it: nothing in this file knows which implementation it is compiled against.
#pragma warning disable CA1725 // The documentation names it so.
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Sagas.EntityFrameworkIntegration.Tests.Documented;

public class Registration
{
    public Guid RegistrationId { get; set; }
    public string MemberId { get; set; } = null!;
}

public class RegistrationState :
    SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }
    public string CurrentState { get; set; } = null!;
    public string MemberId { get; set; } = null!;
}

public class RegistrationStateMap :
    SagaClassMap<RegistrationState>
{
    protected override void Configure(EntityTypeBuilder<RegistrationState> entity, ModelBuilder model)
    {
        entity.Property(x => x.CurrentState).HasMaxLength(64);
        entity.Property(x => x.MemberId);
    }
}

public class RegistrationDbContext :
    DbContext
{
    public RegistrationDbContext(DbContextOptions<RegistrationDbContext> options)
        : base(options)
    {
    }

    public DbSet<Registration> Registrations => Set<Registration>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        modelBuilder.Entity<Registration>().HasIndex(x => x.MemberId).IsUnique();
        new RegistrationStateMap().Configure(modelBuilder);

        modelBuilder.AddInboxStateEntity();
        modelBuilder.AddOutboxMessageEntity();
        modelBuilder.AddOutboxStateEntity();
    }
}

public record RegistrationSubmitted(Guid RegistrationId, string MemberId);

public record SendRegistrationEmail(Guid RegistrationId, string MemberId);

public record EmailSent(Guid RegistrationId);

/// <summary>What an HTTP endpoint calls.</summary>
public class RegistrationService(RegistrationDbContext dbContext, IPublishEndpoint publishEndpoint)
{
    public async Task<Registration> SubmitRegistration(string memberId)
    {
        var registration = new Registration { RegistrationId = NewId.NextGuid(), MemberId = memberId };

        await dbContext.AddAsync(registration);

        await publishEndpoint.Publish(new RegistrationSubmitted(registration.RegistrationId, memberId));

        await dbContext.SaveChangesAsync();

        return registration;
    }
}

public class RegistrationStateMachine :
    MassTransitStateMachine<RegistrationState>
{
    public RegistrationStateMachine()
    {
        InstanceState(x => x.CurrentState);

        Event(() => RegistrationSubmitted, x => x.CorrelateById(m => m.Message.RegistrationId));
        Event(() => EmailSent, x => x.CorrelateById(m => m.Message.RegistrationId));

        Initially(
            When(RegistrationSubmitted)
                .Then(context => context.Saga.MemberId = context.Message.MemberId)
                .TransitionTo(Registered)
                .Publish(context => new SendRegistrationEmail(context.Saga.CorrelationId, context.Saga.MemberId)));

        During(Registered,
            When(EmailSent)
                .TransitionTo(Welcomed));
    }

    public State Registered { get; private set; } = null!;
    public State Welcomed { get; private set; } = null!;

    public Event<RegistrationSubmitted> RegistrationSubmitted { get; private set; } = null!;
    public Event<EmailSent> EmailSent { get; private set; } = null!;
}

public class RegistrationStateDefinition :
    SagaDefinition<RegistrationState>
{
    protected override void ConfigureSaga(IReceiveEndpointConfigurator endpointConfigurator,
        ISagaConfigurator<RegistrationState> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseMessageRetry(r => r.Intervals(100, 500, 1000));

        endpointConfigurator.UseEntityFrameworkOutbox<RegistrationDbContext>(context);
    }
}

public class SendRegistrationEmailConsumer :
    IConsumer<SendRegistrationEmail>
{
    public Task Consume(ConsumeContext<SendRegistrationEmail> context)
    {
        return context.Publish(new EmailSent(context.Message.RegistrationId));
    }
}

public class SendRegistrationEmailConsumerDefinition :
    ConsumerDefinition<SendRegistrationEmailConsumer>
{
    protected override void ConfigureConsumer(IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<SendRegistrationEmailConsumer> consumerConfigurator, IRegistrationContext context)
    {
        endpointConfigurator.UseMessageRetry(r => r.Intervals(100, 500, 1000));

        endpointConfigurator.UseEntityFrameworkOutbox<RegistrationDbContext>(context);
    }
}
