using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Sagas.ServiceDefaults.ApiKeys;

/// <summary>The keys of this host.</summary>
sealed class KeyRing
{
    readonly (ApiKey Key, byte[] Hash)[] _keys;

    public KeyRing(IConfiguration configuration)
    {
        var keys = configuration.GetSection(ApiKey.Section).Get<ApiKey[]>() ?? [];
        List<string> faults = [.. keys.Select(key => key.Fault()).OfType<string>()];
        if (keys.GroupBy(key => key.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            faults.Add($"Two keys are named {twice.Key}. Name each for one holder, so that the timeline can tell them apart.");
        if (faults.Count > 0)
            throw new OptionsValidationException(ApiKey.Section, typeof(ApiKey), faults);
        _keys = [.. keys.Select(key => (key, key.HashBytes))];
    }

    public bool IsEmpty => _keys.Length == 0;

    public int Count => _keys.Length;

    /// <summary>Looks at every key, and at all of each, so that the time it takes tells nothing about how much of a guess was right.</summary>
    public ApiKey? Find(string sent)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(sent));
        ApiKey? found = null;
        foreach (var (key, known) in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = key;
        }

        return found;
    }
}
